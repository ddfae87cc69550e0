/** Where photos are dropped, chosen, or taken with the camera of a phone. */
import { useRef, useState } from "preact/hooks";
import { Icon } from "../shell/icon";
import { useWords } from "../words/words";

export function DropZone({ onTake }: { onTake: (files: File[]) => void }) {
  const words = useWords();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onTake([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <div
      class={isOver ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
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
