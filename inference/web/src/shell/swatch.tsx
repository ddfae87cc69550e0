/** A colour as a small disc; drawn as SVG, for the page's policy forbids inline styles. */
export function Swatch({ hex }: { hex: string }) {
  return (
    <svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="7.25" fill={hex} />
    </svg>
  );
}
