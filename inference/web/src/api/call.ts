/** One call of the REST API, and what can go wrong with it. */
import { tellReach } from "./reach";

/** The code of a problem that is nobody's fault: the service did not answer, and may soon. */
export const AWAY = "away";

/** The event that a call was refused for want of a key. */
export const LOCKED = "greengrocer:locked";

/** Where a key is shown: there a refusal says that this key is wrong, not that one is wanted. */
export const SESSION = "/v1/session";
const GATEWAY_STATUSES = [502, 503, 504];

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

/** A whole answer, however it was fetched. */
export interface Answer {
  status: number;
  body: string;
  header: (name: string) => string | null;
}

/** Ask for JSON; raises Problem. */
export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  return readJson(await reach(path, init));
}

/** Ask, and hear the answer to its end; raises Problem. */
export async function reach(path: string, init: RequestInit): Promise<Answer> {
  const answer = await fetchAll(path, init);
  checkAnswer(path, answer);
  return answer;
}

/** Tell the page what an answer says of the service and of the key; raises Problem where it is a refusal. */
export function checkAnswer(path: string, answer: Answer): void {
  const problem = answer.status < 400 ? null : toProblem(answer);
  tellReach(problem?.code !== AWAY);
  if (answer.status === 401 && path !== SESSION) dispatchEvent(new Event(LOCKED));
  if (problem) throw problem;
}

/** What an answer holds; raises Problem where it is cut off, or not the service's. */
export function readJson<T>({ status, body }: Answer): T {
  if (status === 204) return undefined as T;
  try {
    return JSON.parse(body) as T;
  } catch {
    throw tellAway();
  }
}

/** Tell the page that the service is away; gives the problem to raise. */
export function tellAway(): Problem {
  tellReach(false);
  return awayProblem();
}

/** Anything that was thrown, as a problem. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(String(error), "unknown");
}

async function fetchAll(path: string, init: RequestInit): Promise<Answer> {
  try {
    const answer = await fetch(path, init);
    return { status: answer.status, body: await answer.text(), header: (name) => answer.headers.get(name) };
  } catch (error) {
    throw init.signal?.aborted ? error : tellAway();
  }
}

/** Read a refusal: problem+json in the ordinary case, else whatever stood between us and the service. */
function toProblem({ status, body, header }: Answer): Problem {
  const told = readRefusal(body);
  const retryAfterS = Number(header("Retry-After")) || 0;
  if (told?.code) return new Problem(told.detail, told.code, retryAfterS);
  return GATEWAY_STATUSES.includes(status) ? awayProblem() : new Problem(`status ${status}`, "unknown", retryAfterS);
}

function readRefusal(body: string): { detail: string; code: string } | null {
  try {
    return JSON.parse(body) as { detail: string; code: string } | null;
  } catch {
    return null;
  }
}

const awayProblem = (): Problem => new Problem("the service is away", AWAY);
