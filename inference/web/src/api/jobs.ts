/** The work on a photo, followed by server-sent events. */
import { pause, RETRY_MS } from "../retry";
import { call } from "./call";
import type { Job } from "./types";

const STATUSES: Job["status"][] = ["queued", "started", "finished", "failed"];

const isOver = (job: Job): boolean => job.status === "finished" || job.status === "failed";

/** Tell of every step of a job, and give it back when it is over; a lost connection comes back by itself. */
export function followJob(id: string, onStep: (job: Job) => void): Promise<Job> {
  return new Promise((resolve) => {
    const source = new EventSource(`/v1/jobs/${id}/events`);
    const hear = (event: MessageEvent<string>) => {
      const job = JSON.parse(event.data) as Job;
      onStep(job);
      if (!isOver(job)) return;
      source.close();
      resolve(job);
    };
    for (const status of STATUSES) source.addEventListener(status, hear);
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) resolve(followAgain(id, onStep));
    };
  });
}

/** Where events are refused: ask for the job itself, and after a pause for its events once more. */
async function followAgain(id: string, onStep: (job: Job) => void): Promise<Job> {
  const job = await call<Job>(`/v1/jobs/${id}`);
  if (isOver(job)) return job;
  await pause(RETRY_MS);
  return followJob(id, onStep);
}
