/** Something the service is asked for: kept while it is asked again, and asked again by itself while it is away. */
import { useEffect, useState } from "preact/hooks";
import { asProblem, type Problem } from "./api/call";
import { retryMs } from "./retry";

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
        const wait = retryMs(problem);
        if (wait) timer = window.setTimeout(attempt, wait);
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
