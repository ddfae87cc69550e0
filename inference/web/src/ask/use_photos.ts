/** The photos found: a first page, then more of them, with nothing older overwriting what is newer. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/call";
import { type Filters, searchPhotos } from "../api/photos";
import type { Photo } from "../api/types";
import { retryMs } from "../retry";

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
  /** Where the page begins that was asked for last: it is the one to be asked for again. */
  const wanted = useRef<string | null>(null);
  const size = Math.min(count || PAGE_SIZE, LARGEST_PAGE);

  const load = useCallback(
    async (cursor: string | null, signal?: AbortSignal) => {
      const mine = ++turn.current;
      wanted.current = cursor;
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
    wanted.current = null;
    if (!isReady) return;
    const stop = new AbortController();
    void load(null, stop.signal);
    return () => stop.abort();
  }, [load, isReady]);

  const again = () => void load(wanted.current);
  useEffect(() => {
    const wait = found.problem ? retryMs(found.problem) : 0;
    if (!wait) return;
    const timer = setTimeout(again, wait);
    return () => clearTimeout(timer);
  }, [found.problem, load]);

  const replace = (id: string, photo: Photo | null) =>
    setFound((before) => {
      const shown = before.shown.flatMap((item) => (item.id !== id ? [item] : photo ? [photo] : []));
      const lost = before.shown.length - shown.length;
      return { ...before, shown, total: before.total === null ? null : before.total - lost };
    });
  const more = () => {
    if (found.next && !isLoading) void load(found.problem ? wanted.current : found.next);
  };
  return { ...found, isLoading, more, again, replace };
}
