/** One photo with everything known, over the view it was opened from. */
import { useEffect, useRef, useState } from "preact/hooks";
import { readPhoto } from "../api/photos";
import type { Photo } from "../api/types";
import { useLoaded } from "../loaded";
import { address, type Place, replacePlace } from "../place";
import { Alert } from "../shell/alert";
import { Icon } from "../shell/icon";
import { useWords } from "../words/words";
import { PhotoFacts } from "./photo_facts";
import { PhotoPicture } from "./photo_picture";
import { Similar } from "./similar";

/** The code of a problem that trying again does not mend. */
const GONE = "photo_not_found";

interface Props {
  place: Place;
  /** The photos to leaf through. */
  among: Photo[];
  onChange: (id: string, photo: Photo | null) => void;
}

export function PhotoDialog({ place, among, onChange }: Props) {
  const id = place.params.get("photo");
  const cameWithAddress = useRef(id !== null);
  const close = () => {
    if (cameWithAddress.current) replacePlace(address(place, { photo: null }));
    else history.back();
  };
  useEffect(() => {
    if (id === null) cameWithAddress.current = false;
  }, [id]);
  return id ? <OpenDialog id={id} place={place} among={among} onChange={onChange} onClose={close} /> : null;
}

function OpenDialog({ id, place, among, onChange, onClose }: Props & { id: string; onClose: () => void }) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [changed, setChanged] = useState<Photo | null>(null);
  const { value, problem, again } = useLoaded((signal) => readPhoto(id, signal), [id]);
  const listed = among.find((photo) => photo.id === id) ?? null;
  const photo = [changed, value, listed].find((known) => known?.id === id) ?? null;
  useEffect(() => {
    dialog.current?.showModal();
    dialog.current?.focus();
  }, []);

  const at = among.findIndex((item) => item.id === id);
  const open = (other: Photo | undefined) => other && replacePlace(address(place, { photo: other.id }));
  const [before, after] = at < 0 ? [] : [among[at - 1], among[at + 1]];
  const leaf = (event: KeyboardEvent) => {
    if ((event.target as Element).closest("select, input")) return;
    if (event.key === "ArrowLeft") open(before);
    if (event.key === "ArrowRight") open(after);
  };
  const here = useRef(id);
  here.current = id;
  const change = (next: Photo | null) => {
    onChange(id, next);
    if (here.current !== id) return; // the answer came after the reader had leafed on
    setChanged(next);
    if (!next) dialog.current?.close();
  };

  return (
    <dialog
      ref={dialog}
      class="photo"
      tabIndex={-1}
      aria-label={photo ? words.title(photo) : words.say("looking")}
      onClose={onClose}
      onKeyDown={leaf}
      onClick={(event) => event.target === event.currentTarget && event.currentTarget.close()}
    >
      <div class="photo_bar">
        <Step name="left" label={words.say("previous")} isOff={!before} onClick={() => open(before)} />
        <Step name="right" label={words.say("next")} isOff={!after} onClick={() => open(after)} />
        <Step name="close" label={words.say("close")} isOff={false} onClick={() => dialog.current?.close()} />
      </div>
      <Alert problem={problem} again={problem?.code === GONE ? undefined : again} />
      {photo && (
        <div class="photo_body">
          <PhotoPicture key={id} photo={photo} />
          <PhotoFacts key={id} photo={photo} onChange={change} />
          <Similar photo={photo} onOpen={open} />
        </div>
      )}
    </dialog>
  );
}

function Step({ name, label, isOff, onClick }: { name: "left" | "right" | "close"; label: string; isOff: boolean; onClick: () => void }) {
  return (
    <button type="button" class="round" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      <Icon name={name} />
    </button>
  );
}
