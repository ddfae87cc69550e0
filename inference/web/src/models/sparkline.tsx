/** The latest values as a line; the scale begins at zero. */
const WIDTH = 300;
const HEIGHT = 56;

export function Sparkline({ values }: { values: number[] }) {
  const top = Math.max(...values) * 1.1;
  const step = WIDTH / Math.max(values.length - 1, 1);
  const points = values.map((value, index) => `${index * step},${HEIGHT - (value / top) * HEIGHT}`).join(" ");
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points} />
    </svg>
  );
}
