/** A person's word for what a photo shows; it outranks the model's and can be taken back. */
import { useWords } from "../words/words";
import type { Photo } from "../api/types";

export function Correction({ photo, onCorrect }: { photo: Photo; onCorrect: (label: string | null) => void }) {
  const words = useWords();
  const isPersons = photo.label_source === "person";
  const labels = words.domains.find(({ name }) => name === photo.domain)?.labels ?? [];
  return (
    <label class="correct">
      {words.say("correct")}
      <select value={isPersons ? (photo.label ?? "") : ""} onChange={(event) => onCorrect(event.currentTarget.value || null)}>
        <option value="">{words.say("take_back")}</option>
        {labels.map(({ slug }) => (
          <option key={slug} value={slug}>
            {words.label(slug, photo.domain)}
          </option>
        ))}
      </select>
      <span class="hint small" role="status">
        {isPersons && words.say("thanks")}
      </span>
    </label>
  );
}
