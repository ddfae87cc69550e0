/** Says, once for the whole page, that the service cannot be reached. */
import { useAway } from "../api/reach";
import { useWords } from "../words/words";

export function AwayBanner() {
  const words = useWords();
  const isAway = useAway();
  return (
    <div role="status" class={isAway ? "away" : "quiet"}>
      {isAway && words.say("away")}
    </div>
  );
}
