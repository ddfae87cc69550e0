/** Which palette colours are named in. */
import type { Key } from "../words/en";
import { useWords } from "../words/words";

const PALETTES = ["basic", "rgb", "ryb"] as const;

export function PaletteChoice({ chosen, onChoose }: { chosen: string; onChoose: (palette: string) => void }) {
  const words = useWords();
  return (
    <select class="palette" aria-label={words.say("palette")} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
      {PALETTES.map((name) => (
        <option key={name} value={name}>
          {words.say(`palette_${name}` satisfies Key)}
        </option>
      ))}
    </select>
  );
}
