/** One measured share as a dot with its 95 % interval. */
import type { Figure } from "../api/types";
import { useWords } from "../words/words";

const WIDTH = 200;
const MIDDLE = 8;
/** The axis begins where nobody would ship a model. */
const LOWEST = 0.5;

export function Interval({ name, figure }: { name: string; figure: Figure }) {
  const words = useWords();
  const at = (share: number) => 4 + ((Math.max(share, LOWEST) - LOWEST) / (1 - LOWEST)) * (WIDTH - 8);
  const range = words.say("interval", { low: words.percent(figure.low), high: words.percent(figure.high) });
  return (
    <div class="interval">
      <span>
        {name} <span class="hint">({words.number(figure.count)})</span>
      </span>
      <svg viewBox={`0 0 ${WIDTH} 16`} role="img" aria-label={range}>
        <title>{range}</title>
        <line class="axis" x1={0} x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
        <line class="whisker" x1={at(figure.low)} x2={at(figure.high)} y1={MIDDLE} y2={MIDDLE} />
        <circle cx={at(figure.value)} cy={MIDDLE} r={5} />
      </svg>
      <strong class="figure">{words.percent(figure.value)}</strong>
    </div>
  );
}
