/** Deletes at the second press, for it cannot be undone. */
import { useState } from "preact/hooks";
import { useWords } from "../words/words";

export function RemoveButton({ onRemove }: { onRemove: () => void }) {
  const words = useWords();
  const [isSure, setSure] = useState(false);
  const press = (event: MouseEvent) => {
    if (event.detail > 1) return; // a double click is one press
    setSure(!isSure);
    if (isSure) onRemove();
  };
  return (
    <button type="button" class="danger" onClick={press} onKeyDown={ignoreRepeat} onBlur={() => setSure(false)}>
      {words.say(isSure ? "remove_sure" : "remove")}
    </button>
  );
}

/** A key held down is one press. */
function ignoreRepeat(event: KeyboardEvent): void {
  if (event.repeat) event.preventDefault();
}
