/** One photo with everything known; a person corrects or deletes it here. */
import { useEffect, useRef, useState } from "preact/hooks";
import { correctPhoto, deletePhoto, type Photo, Problem } from "./api";
import { Swatch } from "./swatch";
import { useWords } from "./words";

interface Props {
  photo: Photo;
  onChange: (photo: Photo | null) => void;
  onClose: () => void;
}

export function PhotoDialog({ photo, onChange, onClose }: Props) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [error, setError] = useState("");
  useEffect(() => dialog.current?.showModal(), []);

  const attempt = async (change: () => Promise<Photo | null>) => {
    try {
      onChange(await change());
      onClose();
    } catch (problem) {
      setError(problem instanceof Problem ? words.explain(problem.message) : String(problem));
    }
  };
  const labels = words.domains.find((domain) => domain.name === photo.domain)?.labels ?? [];
  const title = photo.label ? words.label(photo.label) : words.say("waiting");

  return (
    <dialog ref={dialog} onClose={onClose} aria-label={title}>
      <img src={photo.url} alt={title} />
      <div class="facts">
        <h2>{title}</h2>
        {photo.label_source && <p class="hint">{words.say(photo.label_source)}</p>}
        <ul class="scores">
          {photo.top.slice(0, 3).map((item) => (
            <li key={item.label}>
              <span>{words.label(item.label)}</span>
              <meter min={0} max={1} value={item.score} aria-label={words.label(item.label)} />
              <span>{(Math.min(item.score, 0.999) * 100).toFixed(1)} %</span>
            </li>
          ))}
        </ul>
        <ul class="palettes">
          {Object.entries(photo.colors).map(([palette, color]) => (
            <li key={palette}>
              <Swatch hex={color.hex} /> {palette}: {palette === "basic" ? words.color(color.name) : color.name}
            </li>
          ))}
          {photo.hex && (
            <li>
              <Swatch hex={photo.hex} /> {photo.hex}
            </li>
          )}
        </ul>
        <label>
          {words.say("right")}
          <select
            value={photo.label ?? ""}
            onChange={(event) => attempt(() => correctPhoto(photo.id, event.currentTarget.value))}
          >
            {labels.map((label) => (
              <option key={label.slug} value={label.slug}>
                {words.label(label.slug)}
              </option>
            ))}
          </select>
        </label>
        {error && <p role="alert">{error}</p>}
        <div class="row">
          <button type="button" class="danger" onClick={() => attempt(() => deletePhoto(photo.id).then(() => null))}>
            {words.say("remove")}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {words.say("close")}
          </button>
        </div>
      </div>
    </dialog>
  );
}
