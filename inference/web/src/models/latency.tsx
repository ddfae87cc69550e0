/** How fast a model looks, live: drawn pictures go to it one after another. */
import { useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/call";
import { type Look, timeLook } from "../api/knowledge";
import { pause } from "../retry";
import { Alert } from "../shell/alert";
import { useWords } from "../words/words";
import { drawProduce } from "./draw_produce";
import { Sparkline } from "./sparkline";

const KEPT = 60;
const PAUSE_MS = 150;

export function Latency({ domain }: { domain: string }) {
  const words = useWords();
  const [looks, setLooks] = useState<Look[]>([]);
  const [isOn, setOn] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);

  const measure = async () => {
    const { signal } = (stop.current = new AbortController());
    setOn(true);
    setProblem(null);
    try {
      while (!signal.aborted) {
        const look = await timeLook(await drawProduce(), domain, signal);
        setLooks((earlier) => [...earlier, look].slice(-KEPT));
        await pause(PAUSE_MS);
      }
    } catch (error) {
      if (!signal.aborted) setProblem(asProblem(error));
    }
    setOn(false);
  };
  const times = looks.map(({ look }) => look);
  const ms = (value: number) => words.say("ms", { n: words.number(value, value < 10 ? 1 : 0) });
  return (
    <section class="latency">
      <h3>{words.say("latency")}</h3>
      <p class="hint small">{words.say("latency_hint")}</p>
      <button type="button" onClick={() => (isOn ? stop.current.abort() : void measure())}>
        {words.say(isOn ? "stop" : "measure")}
      </button>
      <Alert problem={problem} />
      {looks.length > 0 && (
        <>
          <Sparkline values={times} />
          <dl class="timing">
            <Timing name={words.say("median")} value={ms(quantile(times, 0.5))} />
            <Timing name={words.say("p95")} value={ms(quantile(times, 0.95))} />
            <Timing name={words.say("round")} value={ms(quantile(looks.map(({ total }) => total), 0.5))} />
          </dl>
        </>
      )}
    </section>
  );
}

function Timing({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The smallest value that at least such a share of all values do not exceed. */
function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
