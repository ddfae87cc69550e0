/** The shop: four views over one service. */
import { useMemo } from "preact/hooks";
import { listDomains, listPalettes } from "./api/knowledge";
import { Ask } from "./ask/ask";
import { useLoaded } from "./loaded";
import { Models } from "./models/models";
import { usePlace } from "./place";
import { Scale } from "./scale/scale";
import type { Weighing } from "./scale/weighing";
import { Alert } from "./shell/alert";
import { AwayBanner } from "./shell/away_banner";
import { Header } from "./shell/header";
import type { SettingsProps } from "./shell/settings_buttons";
import type { Batch } from "./show/batch";
import { Show } from "./show/show";
import { Words, WordsContext } from "./words/words";

interface Props extends SettingsProps {
  batch: Batch;
  weighing: Weighing;
  onLeave?: (() => void) | undefined;
}

export function Shop({ batch, weighing, onLeave, ...settings }: Props) {
  const place = usePlace();
  const domains = useLoaded(listDomains, []);
  const palettes = useLoaded(listPalettes, []);
  const failed = domains.problem ? domains : palettes;
  const words = useMemo(
    () => new Words(settings.language, domains.value?.domains ?? [], palettes.value?.palettes ?? []),
    [settings.language, domains.value, palettes.value],
  );
  return (
    <WordsContext.Provider value={words}>
      <Header view={place.view} onLeave={onLeave} {...settings} />
      <AwayBanner />
      <main id="main" tabIndex={-1}>
        <Alert problem={failed.problem} again={failed.again} />
        {place.view === "ask" && <Ask place={place} />}
        {place.view === "show" && <Show place={place} batch={batch} />}
        {place.view === "scale" && <Scale weighing={weighing} />}
        {place.view === "models" && <Models />}
      </main>
    </WordsContext.Provider>
  );
}
