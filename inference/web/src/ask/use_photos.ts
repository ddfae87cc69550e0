/** The photos found: a first page, then more of them, with nothing older overwriting what is newer. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { asProblem, AWAY, type Problem } from "../api/call";
import { type Filters, searchPhotos } from "../api/photos";
import type { Photo } from "../api/types";
import { RETRY_MS } from "../retry";

const PAGE_SIZE = 24;
const LARGEST_PAGE = 100;

interface Found {
  shown: Photo[];
  total: number | null;
  next: string | null;
  problem: Problem | null;
}

export interface Photos extends Found {
  isLoading: boolean;
  more: () => void;
  again: () => void;
  /** Put a changed photo in an old one's place, or take it away. */
  replace: (id: string, photo: Photo | null) => void;
}

const NOTHING: Found = { shown: [], total: null, next: null, problem: null };

/** `isReady` holds the search back until it is known how many were asked for: `count`, or null for as many as there are. */
export function usePhotos(filters: Filters, isReady: boolean, count: number | null): Photos {
  const [found, setFound] = useState<Found>(NOTHING);
  const [isLoading, setLoading] = useState(true);
  const turn = useRef(0);
  const size = Math.min(count || PAGE_SIZE, LARGEST_PAGE);

  const load = useCallback(
    async (cursor: string | null, signal?: AbortSignal) => {
      const mine = ++turn.current;
      setLoading(true);
      try {
        const page = await searchPhotos(filters, { count: size, cursor }, signal);
        if (mine !== turn.current) return;
        setFound((before) => ({
          shown: cursor ? [...before.shown, ...page.photos] : page.photos,
          total: page.total,
          next: page.next,
          problem: null,
        }));
      } catch (error) {
        if (mine === turn.current && !signal?.aborted) setFound((before) => ({ ...before, problem: asProblem(error) }));
      }
      if (mine === turn.current) setLoading(false);
    },
    [filters, size],
  );

  useEffect(() => {
    if (!isReady) return;
    const stop = new AbortController();
    void load(null, stop.signal);
    return () => stop.abort();
  }, [load, isReady]);

  useEffect(() => {
    if (found.problem?.code !== AWAY) return;
    const timer = setTimeout(() => load(null), RETRY_MS);
    return () => clearTimeout(timer);
  }, [found.problem, load]);

  const replace = (id: string, photo: Photo | null) =>
    setFound((before) => ({
      ...before,
      shown: before.shown.flatMap((item) => (item.id !== id ? [item] : photo ? [photo] : [])),
      total: before.total === null || photo ? before.total : before.total - 1,
    }));
  const more = () => {
    if (found.next && !isLoading) void load(found.next);
  };
  return { ...found, isLoading, more, again: () => void load(null), replace };
}
