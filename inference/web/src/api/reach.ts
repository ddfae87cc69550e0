/** Whether the service can be reached, told by whoever called it last. */
import { useEffect, useState } from "preact/hooks";

const EVENT = "greengrocer:reach";

export function tellReach(isReached: boolean): void {
  dispatchEvent(new CustomEvent(EVENT, { detail: isReached }));
}

export function useAway(): boolean {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const listen = (event: Event) => setAway(!(event as CustomEvent<boolean>).detail);
    addEventListener(EVENT, listen);
    return () => removeEventListener(EVENT, listen);
  }, []);
  return isAway;
}
