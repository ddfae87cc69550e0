/** Scale: two photos of one place, what changed between them, and the basket. */
import { useState } from "preact/hooks";
import { Alert } from "../shell/alert";
import { DomainChoice } from "../shell/domain_choice";
import { useWords } from "../words/words";
import { Basket } from "./basket";
import { Comparison } from "./comparison";
import { FrameChoice } from "./frame_choice";
import { Verdict } from "./verdict";
import type { Weighing } from "./weighing";

export function Scale({ weighing }: { weighing: Weighing }) {
  const words = useWords();
  const [domain, setDomain] = useState("");
  const { before, after, answer, problem, isBusy } = weighing;
  return (
    <>
      <h1>{words.say("scale_title")}</h1>
      <p class="hint">{words.say("scale_hint")}</p>
      <DomainChoice chosen={domain} onChoose={setDomain} />
      <div class="weighing">
        <div>
          <div class={answer ? "frames weighed" : "frames"}>
            <FrameChoice name="before" frame={before} onChoose={(file) => weighing.place("before", file)} />
            <FrameChoice name="after" frame={after} onChoose={(file) => weighing.place("after", file)} />
          </div>
          <div class="row">
            <button
              type="button"
              class="primary"
              disabled={!before || !after}
              aria-disabled={isBusy || answer !== null}
              onClick={() => weighing.compare(domain || (words.domains[0]?.name ?? ""))}
            >
              {words.say(isBusy ? "comparing" : "compare")}
            </button>
            {answer && (
              <button type="button" onClick={weighing.next}>
                {words.say("next_item")}
              </button>
            )}
          </div>
          <Alert problem={problem} />
          <div role="status">{answer && <Verdict answer={answer} />}</div>
          {before && after && answer && <Comparison before={before.picture} after={after.picture} answer={answer} />}
        </div>
        <Basket items={weighing.basket} onPutBack={weighing.putBack} onEmpty={weighing.empty} />
      </div>
    </>
  );
}
