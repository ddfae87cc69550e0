/** The reader's language and colours: as the browser says, until the reader says otherwise. */
import { useEffect, useState } from "preact/hooks";
import { LANGUAGES, type Language } from "./words";

export type Theme = "light" | "dark";

export function useLanguage(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState<Language>(() => readLanguage());
  useEffect(() => {
    document.documentElement.lang = language;
    keep("language", language);
  }, [language]);
  return [language, setLanguage];
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => readTheme());
  const choose = (chosen: Theme) => {
    keep("theme", chosen);
    setTheme(chosen);
  };
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return [theme, choose];
}

function readLanguage(): Language {
  const wanted = [recall("language"), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return LANGUAGES.find((language) => language === wanted.find((tag) => LANGUAGES.some((known) => known === tag))) ?? "en";
}

function readTheme(): Theme {
  const kept = recall("theme");
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Storage may be forbidden; the page works without. */
function recall(name: string): string | null {
  try {
    return localStorage.getItem(`greengrocer.${name}`);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`greengrocer.${name}`, value);
  } catch {
    /* then it is asked again next time */
  }
}
