/** Right answers by kind, the hardest kinds first, one block a test set. */
import type { Figure, ModelCard } from "../api/types";
import { useWords } from "../words/words";
import { recalls } from "./figures";

const MOST = 15;

export function RecallBars({ card }: { card: ModelCard }) {
  const words = useWords();
  const sets = Object.entries(card.metrics as Record<string, Record<string, Figure>>)
    .map(([name, figures]) => ({ name, kinds: recalls(figures) }))
    .filter(({ kinds }) => kinds.length > 0);
  if (sets.length === 0) return null;
  return (
    <div>
      <h3>{words.say("recall")}</h3>
      {sets.map(({ name, kinds }) => (
        <section key={name}>
          <h4>{name}</h4>
          <p class="hint small">
            {words.say(kinds.length > MOST ? "recall_worst" : "recall_all", { most: words.number(MOST), all: words.number(kinds.length) })}
          </p>
          <ul class="scores">
            {kinds.slice(0, MOST).map(({ label, figure }) => (
              <li key={label} title={words.say("interval", { low: words.percent(figure.low), high: words.percent(figure.high) })}>
                <span>
                  {words.label(label, card.domain)} <span class="hint">({words.number(figure.count)})</span>
                </span>
                <meter min={0} max={1} value={figure.value} aria-label={words.label(label, card.domain)} />
                <span class="figure">{words.percent(figure.value, 0)}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
