/** What changed, in a sentence. */
import type { Added } from "../api/types";
import { Swatch } from "../shell/swatch";
import { useWords } from "../words/words";

export function Verdict({ answer }: { answer: Added }) {
  const words = useWords();
  const { kind, label, known, colors } = answer;
  const color = colors["basic"];
  const name = label && (known ? words.label(label) : words.say("stranger", { label: words.label(label) }));
  const isItem = kind !== "none" && name;
  return (
    <div class="verdict">
      <p>
        <strong>{isItem ? words.say(kind, { label: name }) : words.say(kind === "moved" ? "shifted" : "none")}</strong>
        {isItem && color && (
          <>
            {" "}
            <Swatch hex={color.hex} /> {words.color(color.name)}
          </>
        )}
      </p>
      {answer.changed && (
        <p class="hint small">
          {isItem && known && answer.score !== null && `${words.say("sure", { score: words.sureness(answer.score) })} · `}
          {words.say("changed", { share: words.percent(answer.mask_fraction) })}
        </p>
      )}
    </div>
  );
}
