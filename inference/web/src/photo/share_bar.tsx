/** The basic colours of a photo's subject, each as wide as its share. */
import type { Share } from "../api/types";
import { useWords } from "../words/words";

const WIDTH = 100;
const HEIGHT = 7;

export function ShareBar({ shares }: { shares: Share[] }) {
  const words = useWords();
  if (shares.length === 0) return null;
  const total = shares.reduce((sum, { share }) => sum + share, 0);
  const starts = shares.map((_, index) => shares.slice(0, index).reduce((sum, { share }) => sum + share, 0));
  const told = shares.map(({ name, share }) => `${words.color(name)} ${words.percent(share, 0)}`).join(", ");
  return (
    <section>
      <h3>{words.say("shares")}</h3>
      <svg class="shares" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={told}>
        {shares.map(({ name, share }, index) => (
          <rect
            key={name}
            x={((starts[index] ?? 0) / total) * WIDTH}
            width={(share / total) * WIDTH}
            height={HEIGHT}
            fill={words.hex(name)}
          />
        ))}
      </svg>
      <p class="hint small" aria-hidden="true">
        {told}
      </p>
    </section>
  );
}
