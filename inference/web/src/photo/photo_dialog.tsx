/** One photo with everything known, over the view it was opened from. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
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
  const here = useRef(id);
  here.current = id;
  const [changed, setChanged] = useState<Photo | null>(null);
  const { value, problem, again } = useLoaded((signal) => readPhoto(id, signal), [id]);
  const listed = among.find((photo) => photo.id === id) ?? null;
  const photo = [changed, value, listed].find((known) => known?.id === id) ?? null;
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.focus();
    return () => void setTimeout(() => giveBackFocus(opener));
  }, []);
  useLayoutEffect(() => dialog.current?.scrollTo(0, 0), [id]);

  const at = among.findIndex((item) => item.id === id);
  const open = (other: Photo | undefined) => other && replacePlace(address(place, { photo: other.id }));
  const openSimilar = (other: Photo) => {
    open(other);
    dialog.current?.focus(); // the button that had it is gone
  };
  const [before, after] = at < 0 ? [] : [among[at - 1], among[at + 1]];
  const leaf = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's own
    if ((event.target as Element).closest("select, input")) return;
    if (event.key === "ArrowLeft") open(before);
    if (event.key === "ArrowRight") open(after);
  };
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
          <Similar key={id} photo={photo} onOpen={openSimilar} />
        </div>
      )}
    </dialog>
  );
}

/** A dialog gives the focus back when it is closed, not when the reader goes back in the browser's history. */
function giveBackFocus(opener: Element | null): void {
  const place = opener?.isConnected ? opener : document.getElementById("main");
  (place as HTMLElement | null)?.focus({ preventScroll: true });
}

function Step({ name, label, isOff, onClick }: { name: "left" | "right" | "close"; label: string; isOff: boolean; onClick: () => void }) {
  return (
    <button type="button" class="round" aria-label={label} title={label} aria-disabled={isOff} onClick={onClick}>
      <Icon name={name} />
    </button>
  );
}
