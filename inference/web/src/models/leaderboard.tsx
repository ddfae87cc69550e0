/** The loaded models side by side, the surest first. */
import type { Domain } from "../api/types";
import { useWords } from "../words/words";
import { accuracies, testSets, worstAuroc } from "./figures";
import { Interval } from "./interval";

const AUROC_DIGITS = 3;

export function Leaderboard({ domains }: { domains: Domain[] }) {
  const words = useWords();
  const best = (domain: Domain) => Math.max(0, ...accuracies(testSets(domain)).map(([, figure]) => figure.value));
  const auroc = (domain: Domain) => {
    const worst = worstAuroc(testSets(domain));
    return worst ? words.number(worst.value, AUROC_DIGITS) : "—";
  };
  const ranked = [...domains].sort((one, other) => best(other) - best(one));
  return (
    <section class="panel" aria-labelledby="leaderboard">
      <h2 id="leaderboard">{words.say("leaderboard")}</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="leaderboard">
        <table class="leaderboard">
          <thead>
            <tr>
              <th scope="col">{words.say("model")}</th>
              <th scope="col">{words.say("accuracy_short")}</th>
              <th scope="col">{words.say("auroc")}</th>
            </tr>
          </thead>
          <tbody>
            {ranked.map((domain) => (
              <tr key={domain.name}>
                <th scope="row">
                  <a href={`#model-${domain.name}`} onClick={(event) => scrollTo(event, domain.name)}>
                    {words.domain(domain.name)}
                  </a>
                  <span class="hint small">{domain.model?.architecture}</span>
                </th>
                <td data-title={words.say("accuracy_short")}>
                  {accuracies(testSets(domain)).map(([set, figure]) => (
                    <Interval key={set} name={set} figure={figure} />
                  ))}
                </td>
                <td data-title={words.say("auroc")}>{auroc(domain)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The address names views, so the jump is done by hand. */
function scrollTo(event: Event, name: string): void {
  event.preventDefault();
  const card = document.getElementById(`model-${name}`);
  card?.scrollIntoView({ behavior: "smooth" });
  card?.focus({ preventScroll: true });
}
