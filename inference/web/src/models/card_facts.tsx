/** The facts on a model card. */
import type { ModelCard } from "../api/types";
import { useWords } from "../words/words";

const SHORT = 12;

export function CardFacts({ card }: { card: ModelCard }) {
  const words = useWords();
  const facts = {
    fact_version: card.version,
    fact_architecture: card.architecture,
    fact_labels: words.number(card.labels.length),
    fact_input: `${card.input.size} × ${card.input.size}`,
    fact_threshold: words.percent(card.unknown_threshold),
    fact_created: words.date(card.created),
    fact_recipe: card.recipe,
    fact_datasets: Object.keys(card.datasets).join(", "),
    fact_licence: card.licence,
    fact_commit: card.git_commit.slice(0, SHORT),
    fact_sha: `${card.sha256.slice(0, SHORT)}…`,
  };
  return (
    <dl class="card_facts">
      {(Object.keys(facts) as (keyof typeof facts)[]).map((key) => (
        <div key={key}>
          <dt>{words.say(key)}</dt>
          <dd>{facts[key]}</dd>
        </div>
      ))}
    </dl>
  );
}
