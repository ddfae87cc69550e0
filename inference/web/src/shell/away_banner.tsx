/** Says, once for the whole page, that the service cannot be reached. */
import { useAway } from "../api/reach";
import { readSession } from "../api/session";
import { useLoaded } from "../loaded";
import { useWords } from "../words/words";

export function AwayBanner() {
  const words = useWords();
  const isAway = useAway();
  // whoever found it away may not ask again
  useLoaded(async (signal) => (isAway ? readSession(signal) : null), [isAway]);
  return (
    <div role="status" class={isAway ? "away" : "quiet"}>
      {isAway && words.say("away")}
    </div>
  );
}
