/** One photo as it lies on the shelf: the picture, what it is, what colour. */
import type { Photo } from "../api/types";
import { address, type Place } from "../place";
import { Picture } from "../shell/picture";
import { Swatch } from "../shell/swatch";
import { useWords } from "../words/words";

export function PhotoCard({ place, photo }: { place: Place; photo: Photo }) {
  const words = useWords();
  const color = photo.colors["basic"];
  return (
    <a class="card" href={address(place, { photo: photo.id })}>
      <Picture
        src={photo.thumbnail_url}
        alt=""
        loading="lazy"
        decoding="async"
        width="320"
        height="320"
        style={{ backgroundColor: photo.hex ?? undefined }}
      />
      <span class="tag">
        <strong>{words.title(photo)}</strong>
        {color && (
          <span class="hint">
            <Swatch hex={photo.hex ?? color.hex} /> {words.color(color.name)}
          </span>
        )}
      </span>
    </a>
  );
}
