/** The reader's settings: language and colours. */
import type { Theme } from "../words/settings";
import { type Language, useWords } from "../words/words";
import { Icon } from "./icon";

export interface SettingsProps {
  language: Language;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onLanguage: (language: Language) => void;
}

export function SettingsButtons({ language, theme, onTheme, onLanguage }: SettingsProps) {
  const words = useWords();
  const otherTheme = theme === "dark" ? "light" : "dark";
  const otherLanguage = language === "en" ? "ru" : "en";
  return (
    <>
      <button type="button" lang={otherLanguage} onClick={() => onLanguage(otherLanguage)}>
        {words.say("language")}
      </button>
      <button
        type="button"
        class="round"
        aria-label={words.say(otherTheme)}
        title={words.say(otherTheme)}
        onClick={() => onTheme(otherTheme)}
      >
        <Icon name={otherTheme === "dark" ? "moon" : "sun"} />
      </button>
    </>
  );
}
