/** A crate with nothing in it but a leaf: nothing was found, or nothing is there yet. */
import type { ComponentChildren } from "preact";
import { useWords } from "../words/words";

interface Props {
  /** Whether anything was asked for. */
  isFiltered: boolean;
  /** Whether a filter may be dropped. */
  isNarrowed: boolean;
  /** What may be done about it. */
  children?: ComponentChildren;
}

export function EmptyCrate({ isFiltered, isNarrowed, children }: Props) {
  const words = useWords();
  const text = words.say(isFiltered ? "nothing" : "bare");
  const hint = words.say(!isFiltered ? "bare_hint" : isNarrowed ? "narrowed_hint" : "nothing_hint");
  return (
    <div class="empty">
      <svg viewBox="0 0 320 210" aria-hidden="true">
        <ellipse cx="160" cy="186" rx="128" ry="11" class="shade" />
        <path d="M66 74h188l20 40H46z" fill="#7a5428" />
        <path d="M78 80h164l12 28H66z" fill="#4b3117" />
        <path d="M112 100c14-9 24-4 30 4M190 96c10 8 20 9 30 4" fill="none" stroke="#c9a86a" stroke-width="2.5" />
        <g class="leaf">
          <path d="M150 98c4-20 22-28 42-26-2 19-18 32-42 26z" fill="#7fae4f" />
          <path d="M150 98c10-10 22-17 36-22" fill="none" stroke="#4f7d32" stroke-width="2" />
        </g>
        <g fill="#cf9755" stroke="#9b6b35" stroke-width="1.5">
          <rect x="42" y="110" width="236" height="21" rx="4" />
          <rect x="42" y="135" width="236" height="21" rx="4" />
          <rect x="42" y="160" width="236" height="21" rx="4" />
        </g>
        <path d="M52 108h17v75H52zM251 108h17v75h-17z" fill="#a8743c" />
        <g fill="#5b3d1c">
          {[120, 145, 170].flatMap((y) => [60, 260].map((x) => <circle key={`${x}-${y}`} cx={x} cy={y} r="2.2" />))}
        </g>
      </svg>
      <p>{text}</p>
      <p class="hint">{hint}</p>
      {children}
      {!isFiltered && (
        <a class="button" href="#show">
          {words.say("bare_link")}
        </a>
      )}
    </div>
  );
}
