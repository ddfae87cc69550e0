/** Who looks at the page: where the service wants a key, a cookie that no script can read carries it. */
import { useEffect } from "preact/hooks";
import { type Loaded, useLoaded } from "../loaded";
import { call, LOCKED, SESSION } from "./call";
import type { Session } from "./types";

/** The event that the session was read, and no key is wanted any more. */
const OPENED = "greengrocer:opened";

export const isOpen = ({ needs_key, scopes }: Session): boolean => !needs_key || scopes.length > 0;

/** Wait until a key was shown. */
export const untilOpened = (): Promise<unknown> => new Promise((resolve) => addEventListener(OPENED, resolve, { once: true }));

export const openSession = (key: string): Promise<void> =>
  call(SESSION, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ key }) });

export const closeSession = (): Promise<void> => call(SESSION, { method: "DELETE" });

export const readSession = (signal: AbortSignal): Promise<Session> => call(SESSION, { signal });

/** The session, read again when a call is refused: the key may have been revoked meanwhile. */
export function useSession(): Loaded<Session> {
  const session = useLoaded(readSession, []);
  useEffect(() => {
    addEventListener(LOCKED, session.again);
    return () => removeEventListener(LOCKED, session.again);
  });
  useEffect(() => {
    if (session.value && isOpen(session.value)) dispatchEvent(new Event(OPENED));
  }, [session.value]);
  return session;
}
