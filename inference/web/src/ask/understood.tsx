/** How a sentence is understood: "count 3 · colour red · kind tomato", and what might have been meant. */
import type { ComponentChildren } from "preact";
import type { Query } from "../api/types";
import { Swatch } from "../shell/swatch";
import type { Key } from "../words/en";
import { useWords } from "../words/words";

interface Props {
  query: Query;
  onAsk: (q: string) => void;
}

export function Understood({ query, onAsk }: Props) {
  const words = useWords();
  return (
    <div class="chips understood">
      <div class="chips" role="status" aria-label={words.say("understood")}>
        {query.count !== null && <Chip name="number">{words.number(query.count)}</Chip>}
        {query.colors.map((name) => (
          <Chip name="color" key={name}>
            <Swatch hex={words.hex(name)} />
            {words.color(name)}
          </Chip>
        ))}
        {query.labels.map((slug) => (
          <Chip name="kind" key={slug}>
            {words.label(slug)}
          </Chip>
        ))}
        {query.excluded_colors.map((name) => (
          <Chip name="without" key={name}>
            <Swatch hex={words.hex(name)} />
            {words.color(name)}
          </Chip>
        ))}
        {query.excluded_labels.map((slug) => (
          <Chip name="without" key={slug}>
            {words.label(slug)}
          </Chip>
        ))}
        {query.unknown_words.length > 0 && <Chip name="unknown">{query.unknown_words.join(", ")}</Chip>}
      </div>
      {query.suggestions.length > 0 && (
        <div class="chips">
          <span class="hint">{words.say("meant")}</span>
          {query.suggestions.map((text) => (
            <button type="button" class="chip" key={text} onClick={() => onAsk(text)}>
              {text}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function Chip({ name, children }: { name: Key; children: ComponentChildren }) {
  const words = useWords();
  return (
    <span class={`chip ${name}`}>
      <small>{words.say(name)}</small> {children}
    </span>
  );
}
