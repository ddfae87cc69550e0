/** One model: its card, right answers by kind, its report, and how fast it looks. */
import { readCard } from "../api/knowledge";
import type { Domain } from "../api/types";
import { useLoaded } from "../loaded";
import { Alert } from "../shell/alert";
import { useWords } from "../words/words";
import { CardFacts } from "./card_facts";
import { Latency } from "./latency";
import { RecallBars } from "./recall_bars";

export function ModelCard({ domain }: { domain: Domain }) {
  const words = useWords();
  const { name, model } = domain;
  const { value: card, problem, again } = useLoaded(
    async (signal) => (model ? readCard(name, signal) : null),
    [name, model?.version],
  );
  return (
    <section class="panel" id={`model-${name}`} tabIndex={-1} aria-labelledby={`title-${name}`}>
      <h2 id={`title-${name}`}>{words.domain(name)}</h2>
      {!model && <p class="hint">{words.say("no_model")}</p>}
      <Alert problem={problem} again={again} />
      {card && (
        <div class="model">
          <div>
            <h3>{words.say("card")}</h3>
            <CardFacts card={card} />
            <p class="row">
              {model?.report_url && (
                <a class="button primary" href={model.report_url} target="_blank" rel="noreferrer">
                  {words.say("report")}
                </a>
              )}
              <a class="button" href={`/v1/domains/${name}/card`} target="_blank" rel="noreferrer">
                {words.say("card_file")}
              </a>
            </p>
            <Latency domain={name} />
          </div>
          <RecallBars card={card} />
        </div>
      )}
    </section>
  );
}
