/** One call of the REST API, and what can go wrong with it. */
import { tellReach } from "./reach";

/** The code of a problem that is nobody's fault: the service did not answer, and may soon. */
export const AWAY = "away";

/** The event that a call was refused for want of a key. */
export const LOCKED = "greengrocer:locked";

/** Where a key is shown: there a refusal says that this key is wrong, not that one is wanted. */
export const SESSION = "/v1/session";
const GATEWAY_STATUSES = [502, 504];

/** What was wrong, as the service put it; `code` names it for a translation. */
export class Problem extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly retryAfterS = 0,
  ) {
    super(message);
  }
}

/** Ask for JSON; raises Problem. */
export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await reach(path, init);
  if (!answer.ok) throw toProblem(answer.status, await answer.text(), answer.headers.get("Retry-After"));
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** Read a refusal: problem+json in the ordinary case, else whatever stood between us and the service. */
export function toProblem(status: number, body: string, retryAfter: string | null): Problem {
  if (GATEWAY_STATUSES.includes(status)) return new Problem("the service is away", AWAY);
  try {
    const { detail, code } = JSON.parse(body) as { detail: string; code: string };
    return new Problem(detail, code, Number(retryAfter) || 0);
  } catch {
    return new Problem(`status ${status}`, "unknown", Number(retryAfter) || 0);
  }
}

/** Anything that was thrown, as a problem. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(String(error), "unknown");
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(path, init);
    tellReach(!GATEWAY_STATUSES.includes(answer.status));
    if (answer.status === 401 && path !== SESSION) dispatchEvent(new Event(LOCKED));
    return answer;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    tellReach(false);
    throw new Problem("the service is away", AWAY);
  }
}
