/** What one might ask, for those who do not know yet. */
import type { Key } from "../words/en";
import { useWords } from "../words/words";

const EXAMPLES: Key[] = ["example_1", "example_2", "example_3"];

export function Examples({ onAsk }: { onAsk: (q: string) => void }) {
  const words = useWords();
  return (
    <p class="chips">
      <span class="hint">{words.say("try")}</span>
      {EXAMPLES.map((key) => (
        <button type="button" class="chip" key={key} onClick={() => onAsk(words.say(key))}>
          {words.say(key)}
        </button>
      ))}
    </p>
  );
}
