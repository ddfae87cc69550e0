/** Before and after in one frame: one slider wipes between them, another fades the mask of what changed in and out. */
import { useState } from "preact/hooks";
import type { Added } from "../api/types";
import { useWords } from "../words/words";

const HALF_STRONG = 0.6;

export function Comparison({ before, after, answer }: { before: string; after: string; answer: Added }) {
  const words = useWords();
  const [wipe, setWipe] = useState(1);
  const [mask, setMask] = useState(HALF_STRONG);
  const masked = answer.mask ? { maskImage: `url("${answer.mask}")`, opacity: mask } : null;
  return (
    <div class="comparison">
      <div class="stack">
        <img src={before} alt={words.say("before")} />
        <img src={after} alt={words.say("after")} style={{ clipPath: `inset(0 ${(1 - wipe) * 100}% 0 0)` }} />
        {masked && <div class="mask" style={masked} />}
      </div>
      <Slider label={words.say("wipe")} value={wipe} onSlide={setWipe} />
      {masked && <Slider label={words.say("mask")} value={mask} onSlide={setMask} />}
    </div>
  );
}

function Slider({ label, value, onSlide }: { label: string; value: number; onSlide: (value: number) => void }) {
  return (
    <label class="slider">
      {label}
      <input type="range" min="0" max="1" step="0.01" value={value} onInput={(event) => onSlide(event.currentTarget.valueAsNumber)} />
    </label>
  );
}
