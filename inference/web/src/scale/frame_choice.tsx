/** One of the two frames: dropped, chosen, or taken with the camera. */
import type { Key } from "../words/en";
import { Icon } from "../shell/icon";
import { useWords } from "../words/words";
import type { Frame } from "./weighing";

interface Props {
  name: "before" | "after";
  frame: Frame | null;
  onChoose: (file: File | undefined) => void;
}

export function FrameChoice({ name, frame, onChoose }: Props) {
  const words = useWords();
  return (
    <label
      class="frame"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onChoose(event.dataTransfer?.files[0]);
      }}
    >
      <span class="frame_name">{words.say(name satisfies Key)}</span>
      <input
        type="file"
        accept="image/*,.heic,.heif,.avif"
        class="hidden_input"
        aria-label={words.say(name satisfies Key)}
        onChange={(event) => {
          onChoose(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      {frame ? (
        <img src={frame.picture} alt={frame.file.name} />
      ) : (
        <span class="blank">
          <Icon name="show" />
          <span aria-hidden="true">{words.say("frame")}</span>
        </span>
      )}
    </label>
  );
}
