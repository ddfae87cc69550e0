/** The work on a photo, followed by server-sent events. */
import { call } from "./call";
import type { Job } from "./types";

const STATUSES: Job["status"][] = ["queued", "started", "finished", "failed"];

export const isOver = (job: Job): boolean => job.status === "finished" || job.status === "failed";

/** Tell of every step of a job, and give it back when it is over; a lost connection comes back by itself. */
export function followJob(id: string, onStep: (job: Job) => void): Promise<Job> {
  return new Promise((resolve, reject) => {
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
      if (source.readyState !== EventSource.CLOSED) return;
      call<Job>(`/v1/jobs/${id}`).then((job) => (isOver(job) ? resolve(job) : followJob(id, onStep).then(resolve, reject)), reject);
    };
  });
}
