/** Photos that look like this one to the model. */
import { findSimilar } from "../api/photos";
import type { Photo } from "../api/types";
import { useLoaded } from "../loaded";
import { Picture } from "../shell/picture";
import { useWords } from "../words/words";

const COUNT = 8;

export function Similar({ photo, onOpen }: { photo: Photo; onOpen: (photo: Photo) => void }) {
  const words = useWords();
  const { value } = useLoaded((signal) => findSimilar(photo.id, COUNT, signal), [photo.id, photo.status]);
  if (!value) return null;
  return (
    <section class="similar">
      <h3>{words.say("similar")}</h3>
      {value.photos.length === 0 && <p class="hint">{words.say("none_similar")}</p>}
      <ul>
        {value.photos.map((other) => (
          <li key={other.id}>
            <button type="button" onClick={() => onOpen(other)} title={words.title(other)}>
              <Picture src={other.thumbnail_url} alt={words.title(other)} loading="lazy" width="96" height="96" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
