/** The colours of a photo in every palette, by both methods. */
import { nameColors } from "../api/photos";
import type { Color, Photo } from "../api/types";
import { useLoaded } from "../loaded";
import { Swatch } from "../shell/swatch";
import type { Key } from "../words/en";
import { useWords } from "../words/words";

const PALETTES = ["basic", "rgb", "ryb"] as const;

export function ColorTable({ photo }: { photo: Photo }) {
  const words = useWords();
  const paper = useLoaded((signal) => nameColors(photo.id, "paper", signal), [photo.id, photo.status]);
  if (Object.keys(photo.colors).length === 0) return null;
  return (
    <table class="colors">
      <caption>
        {words.say("colors")}
        {photo.hex && (
          <span class="hint">
            <Swatch hex={photo.hex} /> {photo.hex} {words.say("real")}
          </span>
        )}
      </caption>
      <thead>
        <tr>
          <th scope="col">{words.say("palette_name")}</th>
          <th scope="col">{words.say("perceptual")}</th>
          <th scope="col">{words.say("paper")}</th>
        </tr>
      </thead>
      <tbody>
        {PALETTES.map((palette) => (
          <tr key={palette}>
            <th scope="row">{words.say(`palette_${palette}` satisfies Key)}</th>
            <ColorCell color={photo.colors[palette]} palette={palette} />
            <ColorCell color={paper.value?.colors[palette]} palette={palette} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ColorCell({ color, palette }: { color: Color | undefined; palette: string }) {
  const words = useWords();
  if (!color) return <td>…</td>;
  return (
    <td title={color.hex}>
      <Swatch hex={color.hex} /> {words.color(color.name, palette)}
    </td>
  );
}
