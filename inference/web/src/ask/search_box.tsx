/** The one box to ask in; it asks by itself when the typing pauses. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../shell/icon";
import { useWords } from "../words/words";

const TYPING_PAUSE_MS = 150;

export function SearchBox({ q, onAsk }: { q: string; onAsk: (q: string) => void }) {
  const words = useWords();
  const [text, setText] = useState(q);
  const asked = useRef(q);
  const input = useRef<HTMLInputElement>(null);

  const ask = () => {
    asked.current = text.trim();
    onAsk(asked.current);
  };
  // what was asked from here is not written back: the typing may have gone on
  useLayoutEffect(() => {
    if (q !== asked.current) setText(q);
    asked.current = q;
  }, [q]);
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(ask, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      if (event.key !== "/" || (event.target as Element).closest("input, select, dialog")) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", jump);
    return () => removeEventListener("keydown", jump);
  }, []);

  return (
    <form
      class="ask"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Icon name="ask" />
      <input
        ref={input}
        type="search"
        value={text}
        maxLength={500}
        enterkeyhint="search"
        autocomplete="off"
        placeholder={words.say("placeholder")}
        aria-label={words.say("question")}
        aria-keyshortcuts="/"
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
