/** When something is tried again by itself. */
import { AWAY, type Problem } from "./api/call";

export const RETRY_MS = 2000;

/** How long to wait before trying again; 0 where that would not help. */
export const retryMs = ({ code, retryAfterS }: Problem): number => retryAfterS * 1000 || (code === AWAY ? RETRY_MS : 0);

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
