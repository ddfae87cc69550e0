/** What the model thinks of a photo: its best guesses, with how sure it is. */
import type { Photo } from "../api/types";
import { isStrange, useWords } from "../words/words";

export function Scores({ photo }: { photo: Photo }) {
  const words = useWords();
  if (photo.top.length === 0) return null;
  return (
    <section>
      <h3>{words.say(isStrange(photo) ? "closest" : "scores")}</h3>
      <ul class="scores">
        {photo.top.map(({ label, score }) => (
          <li key={label}>
            <span>{words.label(label, photo.domain)}</span>
            <meter min={0} max={1} value={score} aria-label={words.label(label, photo.domain)} />
            <span class="figure">{words.sureness(score)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
