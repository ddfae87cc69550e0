/** The picture itself; on request, with where the model looked laid over its centre square. */
import { useState } from "preact/hooks";
import type { Photo } from "../api/types";
import { useTurns } from "../shell/picture";
import { useWords } from "../words/words";

const STRONG = 0.8;

export function PhotoPicture({ photo }: { photo: Photo }) {
  const words = useWords();
  const [heat, setHeat] = useState<number | null>(null);
  const [turn, retry] = useTurns();
  const side = Math.min(photo.width, photo.height);
  return (
    <div class="picture">
      <svg
        class="view"
        viewBox={`0 0 ${photo.width} ${photo.height}`}
        style={{ width: `calc(var(--most) * ${photo.width / photo.height})` }}
        role="img"
        aria-label={words.title(photo)}
      >
        <image key={turn} href={photo.url} width={photo.width} height={photo.height} onError={retry} />
        {heat !== null && (
          <image
            href={`/v1/photos/${photo.id}/heatmap`}
            x={(photo.width - side) / 2}
            y={(photo.height - side) / 2}
            width={side}
            height={side}
            opacity={heat}
          />
        )}
      </svg>
      {photo.status === "labelled" && (
        <div class="heat">
          <button type="button" aria-pressed={heat !== null} onClick={() => setHeat(heat === null ? STRONG : null)}>
            {words.say("where")}
          </button>
          {heat !== null && (
            <input
              type="range"
              min="0"
              max="1"
              step="0.05"
              value={heat}
              aria-label={words.say("heat")}
              onInput={(event) => setHeat(event.currentTarget.valueAsNumber)}
            />
          )}
        </div>
      )}
    </div>
  );
}
