/** Something the service is asked for: kept while it is asked again, and asked again by itself while it is away. */
import { useEffect, useState } from "preact/hooks";
import { asProblem, AWAY, type Problem } from "./api/call";

export const RETRY_MS = 2000;

export interface Loaded<T> {
  value: T | null;
  problem: Problem | null;
  again: () => void;
}

export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, keys: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; problem: Problem | null }>({ value: null, problem: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    let timer = 0;
    const attempt = async () => {
      try {
        const value = await load(stop.signal);
        if (!stop.signal.aborted) setState({ value, problem: null });
      } catch (error) {
        if (stop.signal.aborted) return;
        const problem = asProblem(error);
        setState((before) => ({ ...before, problem }));
        const isPassing = problem.code === AWAY || problem.retryAfterS > 0;
        if (isPassing) timer = window.setTimeout(attempt, problem.retryAfterS * 1000 || RETRY_MS);
      }
    };
    void attempt();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [...keys, turn]);
  return { ...state, again: () => setTurn((before) => before + 1) };
}
