/** A colour as a small square; drawn as SVG, for the page's policy forbids inline styles. */
export function Swatch({ hex }: { hex: string }) {
  return (
    <svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
      <rect x="0.5" y="0.5" width="15" height="15" rx="4" fill={hex} />
    </svg>
  );
}
