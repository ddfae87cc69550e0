/** Deletes at the second press, for it cannot be undone. */
import { useState } from "preact/hooks";
import { useWords } from "../words/words";

export function RemoveButton({ onRemove }: { onRemove: () => void }) {
  const words = useWords();
  const [isSure, setSure] = useState(false);
  return (
    <button type="button" class="danger" onClick={() => (isSure ? onRemove() : setSure(true))} onBlur={() => setSure(false)}>
      {words.say(isSure ? "remove_sure" : "remove")}
    </button>
  );
}
