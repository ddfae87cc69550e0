/** Photos in a grid; near its end it asks for more. */
import { useEffect, useRef } from "preact/hooks";
import type { Place } from "../place";
import { useWords } from "../words/words";
import { PhotoCard } from "./photo_card";
import type { Photos } from "./use_photos";

const AHEAD = "800px";

interface Props {
  place: Place;
  photos: Photos;
  /** Whether more come by themselves; else only on request, for so many were asked for. */
  isEndless: boolean;
}

export function PhotoGrid({ place, photos, isEndless }: Props) {
  const words = useWords();
  const end = useRef<HTMLButtonElement>(null);
  const { shown, next, isLoading, problem, more } = photos;

  useEffect(() => {
    if (!end.current || !isEndless || isLoading || problem) return;
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && more(), { rootMargin: AHEAD });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [shown.length, isEndless, isLoading, next, problem]);

  return (
    <>
      <ul class="grid">
        {shown.map((photo) => (
          <li key={photo.id}>
            <PhotoCard place={place} photo={photo} />
          </li>
        ))}
      </ul>
      {next && (
        <button type="button" class="more" ref={end} onClick={more} aria-disabled={isLoading}>
          {words.say("more")}
        </button>
      )}
    </>
  );
}
