/** One photo on its way: how far it has come, then what it is. */
import type { Photo } from "../api/types";
import { address, type Place } from "../place";
import { Picture } from "../shell/picture";
import { Swatch } from "../shell/swatch";
import { isStrange, useWords } from "../words/words";
import type { Shown } from "./batch";

export function ShownCard({ place, item }: { place: Place; item: Shown }) {
  const words = useWords();
  const { photo, problem, step } = item;
  const isAnswered = step === "answered" && photo !== null;
  const name = isAnswered ? words.title(photo) : item.name;
  const picture = item.picture && <Picture src={item.picture} alt={name} decoding="async" loading="lazy" width="128" height="128" />;
  return (
    <article class={`shown ${step}`}>
      {isAnswered ? <a href={address(place, { photo: photo.id })}>{picture}</a> : picture}
      {isAnswered ? (
        <Answer photo={photo} />
      ) : (
        <div>
          <h2 class="file">{item.name}</h2>
          {step === "refused" ? <p class="alert">{problem && words.explain(problem)}</p> : <OnItsWay item={item} />}
        </div>
      )}
    </article>
  );
}

function OnItsWay({ item: { step, sent, name } }: { item: Shown }) {
  const words = useWords();
  if (step === "answered" || step === "refused") return null;
  return (
    <>
      <p class="hint">{words.say(step)}</p>
      {step === "sending" && <progress max={1} value={sent} aria-label={name} />}
      {(step === "queued" || step === "started") && <progress aria-label={name} />}
    </>
  );
}

function Answer({ photo }: { photo: Photo }) {
  const words = useWords();
  const color = photo.colors["basic"];
  return (
    <div>
      <h2>{words.title(photo)}</h2>
      {photo.score !== null && photo.label_source === "prediction" && !isStrange(photo) && (
        <p class="hint">{words.say("sure", { score: words.sureness(photo.score) })}</p>
      )}
      {color && (
        <p>
          <Swatch hex={photo.hex ?? color.hex} /> {words.color(color.name)}
        </p>
      )}
    </div>
  );
}
