/** The shop's front: awning, name, views, language and colours. */
import { VIEWS, type View } from "../place";
import type { Theme } from "../words/settings";
import { type Language, useWords } from "../words/words";
import { Icon } from "./icon";

interface Props {
  view: View;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onLanguage: (language: Language) => void;
}

export function Header({ view, theme, onTheme, onLanguage }: Props) {
  const words = useWords();
  const other = theme === "dark" ? "light" : "dark";
  const language = words.language === "en" ? "ru" : "en";
  return (
    <header>
      <a class="skip" href="#main" onClick={skip}>
        {words.say("skip")}
      </a>
      <div class="front">
        <p class="brand">
          <img src="/icon.svg" alt="" width="36" height="36" /> greengrocer
        </p>
        <nav aria-label={words.say("views")}>
          {VIEWS.map((name) => (
            <a key={name} href={`#${name}`} aria-current={view === name ? "page" : undefined}>
              <Icon name={name} />
              {words.say(name)}
            </a>
          ))}
        </nav>
        <div class="settings">
          <button type="button" lang={language} onClick={() => onLanguage(language)}>
            {words.say("language")}
          </button>
          <button type="button" class="round" aria-label={words.say(other)} title={words.say(other)} onClick={() => onTheme(other)}>
            <Icon name={other === "dark" ? "moon" : "sun"} />
          </button>
        </div>
      </div>
      <div class="awning" />
    </header>
  );
}

/** The address names views, so the jump is done by hand. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
