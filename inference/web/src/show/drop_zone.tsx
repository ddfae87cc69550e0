/** Where photos are chosen, dropped from anywhere, or taken with the camera of a phone. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../shell/icon";
import { useWords } from "../words/words";

export function DropZone({ onTake }: { onTake: (files: File[]) => void }) {
  const words = useWords();
  const [isOver, setOver] = useState(false);
  // all over the page: nobody has to hit the zone
  useEffect(() => {
    const over = () => setOver(true);
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      setOver(false);
      onTake([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [onTake]);
  return (
    <div class={isOver ? "drop over" : "drop"}>
      <Icon name="photo" />
      <p>{words.say("drop")}</p>
      <div class="row">
        <FileButton label={words.say("choose")} onTake={onTake} />
        <FileButton label={words.say("take")} onTake={onTake} isCamera />
      </div>
    </div>
  );
}

function FileButton({ label, onTake, isCamera = false }: { label: string; onTake: (files: File[]) => void; isCamera?: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={isCamera ? "camera" : "primary"} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*,.heic,.heif,.avif"
        multiple={!isCamera}
        capture={isCamera ? "environment" : undefined}
        hidden
        aria-label={label}
        onChange={(event) => {
          onTake([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
