/** Photos on their way: sent a few at a time, followed to their answers, and tried again while the service is away. */
import { useEffect, useRef, useState } from "preact/hooks";
import { asProblem, Problem } from "../api/call";
import { followJob } from "../api/jobs";
import type { Job, Photo } from "../api/types";
import { untilOpened } from "../api/session";
import { addPhoto } from "../api/upload";
import { pause, RETRY_MS, retryMs } from "../retry";

export type Step = "line" | "sending" | "queued" | "started" | "retrying" | "answered" | "refused";

export interface Shown {
  key: number;
  name: string;
  file: File;
  domain: string;
  /** An object URL of the file, until the service's own small copy takes its place. */
  picture: string;
  step: Step;
  /** How much of the file is sent, 0–1. */
  sent: number;
  photo: Photo | null;
  problem: Problem | null;
}

export interface Batch {
  shown: Shown[];
  take: (files: File[], domain: string) => void;
  change: (photoId: string, photo: Photo | null) => void;
  clear: () => void;
}

/** A browser holds six connections to one host; two are left for the rest of the page. */
const AT_ONCE = 4;

/** The code of a problem that passes when a key is shown. */
const NO_KEY = "not_authorised";

export function useBatch(): Batch {
  const [shown, setShown] = useState<Shown[]>([]);
  const line = useRef<Shown[]>([]);
  const hands = useRef(0);
  const keys = useRef(0);

  const set = (key: number, change: Partial<Shown>) =>
    setShown((all) => all.map((item) => (item.key === key ? { ...item, ...change } : item)));

  const work = async () => {
    for (let item = line.current.shift(); item; item = line.current.shift()) await carry(item, set);
    hands.current--;
  };
  const take = (files: File[], domain: string) => {
    const items = files.map((file) => begin(++keys.current, file, domain));
    setShown((all) => [...items, ...all]);
    line.current.push(...items.filter((item) => item.step === "line"));
    while (hands.current < AT_ONCE && line.current.length > 0) {
      hands.current++;
      void work();
    }
  };
  useWarning(shown.some((item) => !isSettled(item)));
  const change = (photoId: string, photo: Photo | null) =>
    setShown((all) =>
      all.flatMap((item) => (item.photo?.id !== photoId ? [item] : photo ? [{ ...item, photo }] : [])),
    );
  return { shown, take, change, clear: () => setShown((all) => all.filter((item) => !isSettled(item))) };
}

export const isSettled = ({ step }: Shown): boolean => step === "answered" || step === "refused";

/** The photos known so far, each once: one file may be shown twice. */
export function photosOf(shown: Shown[]): Photo[] {
  const photos = shown.flatMap(({ photo }) => photo ?? []);
  return [...new Map(photos.map((photo) => [photo.id, photo])).values()];
}

/** Who leaves while photos are under way is asked first, in the browser's own words. */
function useWarning(isUnderWay: boolean): void {
  useEffect(() => {
    if (!isUnderWay) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isUnderWay]);
}

function begin(key: number, file: File, domain: string): Shown {
  const isPhoto = file.type.startsWith("image/") || /\.(hei[cf]|avif)$/i.test(file.name);
  const common = { key, name: file.name, file, domain, sent: 0, photo: null };
  if (isPhoto) return { ...common, picture: URL.createObjectURL(file), step: "line", problem: null };
  return { ...common, picture: "", step: "refused", problem: new Problem("not a photo", "not_photo") };
}

/** Bring one photo to its answer, however often the service is away meanwhile. */
async function carry(item: Shown, set: (key: number, change: Partial<Shown>) => void): Promise<void> {
  const tell = (change: Partial<Shown>) => set(item.key, change);
  for (;;) {
    try {
      const done = await send(item, tell);
      URL.revokeObjectURL(item.picture);
      const problem = done.error ? new Problem(done.error, "unknown") : null;
      tell({ step: problem ? "refused" : "answered", photo: done.photo, picture: done.photo.thumbnail_url, problem });
      return;
    } catch (error) {
      const problem = asProblem(error);
      const passed = waitOut(problem);
      if (!passed) return tell({ step: "refused", problem });
      tell({ step: "retrying", sent: 0 });
      await passed;
    }
  }
}

/** Wait until a photo may be sent again; null where it would be refused again. */
function waitOut(problem: Problem): Promise<unknown> | null {
  if (problem.code === NO_KEY) return untilOpened().then(() => pause(RETRY_MS));
  const wait = retryMs(problem);
  return wait ? pause(wait) : null;
}

async function send({ file, domain }: Shown, tell: (change: Partial<Shown>) => void): Promise<Job> {
  tell({ step: "sending" });
  const job = await addPhoto({ file, domain, onProgress: (sent) => tell({ sent }) });
  return followJob(job.id, ({ status, photo }) => {
    if (status === "queued" || status === "started") tell({ step: status, photo });
  });
}
