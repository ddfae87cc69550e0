/** The whole page: four views over one service. */
import { useMemo } from "preact/hooks";
import { listDomains, listPalettes } from "./api/knowledge";
import { Ask } from "./ask/ask";
import { useLoaded } from "./loaded";
import { Models } from "./models/models";
import { usePlace } from "./place";
import { Scale } from "./scale/scale";
import { useWeighing } from "./scale/weighing";
import { Alert } from "./shell/alert";
import { AwayBanner } from "./shell/away_banner";
import { Header } from "./shell/header";
import { useBatch } from "./show/batch";
import { Show } from "./show/show";
import { useLanguage, useTheme } from "./words/settings";
import { Words, WordsContext } from "./words/words";

export function App() {
  const place = usePlace();
  const [language, setLanguage] = useLanguage();
  const [theme, setTheme] = useTheme();
  const domains = useLoaded(listDomains, []);
  const palettes = useLoaded(listPalettes, []);
  const batch = useBatch();
  const weighing = useWeighing();
  const words = useMemo(
    () => new Words(language, domains.value?.domains ?? [], palettes.value?.palettes ?? []),
    [language, domains.value, palettes.value],
  );
  return (
    <WordsContext.Provider value={words}>
      <Header view={place.view} theme={theme} onTheme={setTheme} onLanguage={setLanguage} />
      <AwayBanner />
      <main id="main" tabIndex={-1}>
        <Alert problem={domains.problem ?? palettes.problem} again={domains.again} />
        {place.view === "ask" && <Ask place={place} />}
        {place.view === "show" && <Show place={place} batch={batch} />}
        {place.view === "scale" && <Scale weighing={weighing} />}
        {place.view === "models" && <Models />}
      </main>
    </WordsContext.Provider>
  );
}
