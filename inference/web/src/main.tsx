/** The page: three views over one service. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { listDomains, listPalettes, Problem } from "./api";
import { Ask } from "./ask";
import { Scale } from "./scale";
import { Show } from "./show";
import { type Language, Words, WordsContext } from "./words";

const VIEWS = ["ask", "show", "scale"] as const;
const RETRY_MS = 3000;

type View = (typeof VIEWS)[number];

function readView(): View {
  return VIEWS.find((view) => `#${view}` === location.hash) ?? "ask";
}

function Page() {
  const [view, setView] = useState(readView);
  const [language, setLanguage] = useState<Language>(navigator.language.startsWith("ru") ? "ru" : "en");
  const [words, setWords] = useState(new Words(language, [], []));
  const [error, setError] = useState("");

  useEffect(() => {
    const follow = () => setView(readView());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    let timer = 0;
    const load = async () => {
      try {
        const [{ domains }, { palettes }] = await Promise.all([listDomains(), listPalettes()]);
        setWords(new Words(language, domains, palettes));
        setError("");
      } catch (problem) {
        setError(problem instanceof Problem ? problem.message : String(problem));
        timer = window.setTimeout(load, RETRY_MS);
      }
    };
    void load();
    return () => clearTimeout(timer);
  }, [language]);

  return (
    <WordsContext.Provider value={words}>
      <header>
        <h1>
          <img src="/icon.svg" alt="" width="32" height="32" /> greengrocer
        </h1>
        <nav>
          {VIEWS.map((name) => (
            <a key={name} href={`#${name}`} aria-current={view === name ? "page" : undefined}>
              {words.say(name)}
            </a>
          ))}
        </nav>
        <button type="button" class="language" onClick={() => setLanguage(language === "en" ? "ru" : "en")}>
          {language === "en" ? "Русский" : "English"}
        </button>
      </header>
      <main>
        {error && <p role="alert">{words.explain(error)}</p>}
        {view === "ask" && <Ask />}
        {view === "show" && <Show />}
        {view === "scale" && <Scale />}
      </main>
    </WordsContext.Provider>
  );
}

render(<Page />, document.getElementById("page") as HTMLElement);
