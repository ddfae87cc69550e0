/** What is known of a photo, who says so, and what a person can do about it. */
import { useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/call";
import { correctPhoto, deletePhoto } from "../api/photos";
import type { Photo } from "../api/types";
import { Alert } from "../shell/alert";
import { isStrange, useWords } from "../words/words";
import { ColorTable } from "./color_table";
import { Correction } from "./correction";
import { RemoveButton } from "./remove_button";
import { Scores } from "./scores";
import { ShareBar } from "./share_bar";

export function PhotoFacts({ photo, onChange }: { photo: Photo; onChange: (photo: Photo | null) => void }) {
  const words = useWords();
  const [problem, setProblem] = useState<Problem | null>(null);
  const last = useRef(Promise.resolve());
  const attempt = async (change: () => Promise<Photo | null>) => {
    try {
      onChange(await change());
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  // one after the other, so that the last one has the last word
  const queue = (change: () => Promise<Photo | null>) => {
    last.current = last.current.then(() => attempt(change));
  };
  const { label_source: source, score } = photo;
  return (
    <div class="facts">
      <h2>{words.title(photo)}</h2>
      {source && <p class="hint">{words.say(isStrange(photo) ? "unsure" : source, { score: words.sureness(score ?? 0) })}</p>}
      {photo.error && <p class="alert">{photo.error}</p>}
      <Scores photo={photo} />
      <ShareBar shares={photo.shares} />
      <ColorTable photo={photo} />
      <Correction photo={photo} onCorrect={(label) => queue(() => correctPhoto(photo.id, label))} />
      <Alert problem={problem} />
      <p class="hint small">
        {words.say("measures", { width: String(photo.width), height: String(photo.height), size: words.size(photo.size) })}
        {` · ${words.date(photo.created_at)}`}
        {photo.model && ` · ${photo.model}`}
      </p>
      <RemoveButton onRemove={() => queue(() => deletePhoto(photo.id).then(() => null))} />
    </div>
  );
}
