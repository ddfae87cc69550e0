/** Where the key is typed; a password manager may keep it. */
import { useState } from "preact/hooks";
import { useWords } from "../words/words";

export function KeyForm({ onKey }: { onKey: (key: string) => Promise<void> }) {
  const words = useWords();
  const [key, setKey] = useState("");
  const [isBusy, setBusy] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    void onKey(key.trim()).finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit}>
      <label for="key">{words.say("key")}</label>
      <input
        id="key"
        type="password"
        autocomplete="current-password"
        required
        value={key}
        onInput={(event) => setKey(event.currentTarget.value)}
      />
      <button type="submit" class="primary" aria-disabled={isBusy}>
        {words.say("come_in")}
      </button>
    </form>
  );
}
