/** A crate with nothing in it but a leaf. */
export function EmptyCrate({ text, hint }: { text: string; hint: string }) {
  return (
    <div class="empty">
      <svg viewBox="0 0 320 200" role="img" aria-label={text}>
        <ellipse cx="160" cy="178" rx="115" ry="10" class="shade" />
        <path d="M65 75h190l18 38H47z" fill="#7a5428" />
        <path d="M75 80h170l12 27H63z" fill="#5b3d1c" />
        <ellipse cx="160" cy="95" rx="15" ry="6" fill="#8db360" />
        <g fill="#c98f4e" stroke="#9b6b35">
          <rect x="47" y="110" width="226" height="19" rx="3" />
          <rect x="47" y="132" width="226" height="19" rx="3" />
          <rect x="47" y="154" width="226" height="19" rx="3" />
        </g>
        <path d="M54 108h16v70H54zM250 108h16v70h-16z" fill="#9b6b35" />
      </svg>
      <p>{text}</p>
      <p class="hint">{hint}</p>
    </div>
  );
}
