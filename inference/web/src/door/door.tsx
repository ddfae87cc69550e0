/** The door of a shop that is not open to everybody: the key, please. */
import { useMemo, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/call";
import { openSession } from "../api/session";
import { Alert } from "../shell/alert";
import { AwayBanner } from "../shell/away_banner";
import { Header } from "../shell/header";
import type { SettingsProps } from "../shell/settings_buttons";
import { Words, WordsContext } from "../words/words";
import { KeyForm } from "./key_form";

export function Door({ onOpen, ...settings }: SettingsProps & { onOpen: () => void }) {
  const words = useMemo(() => new Words(settings.language, [], []), [settings.language]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = (key: string) =>
    openSession(key).then(onOpen, (error: unknown) => setProblem(asProblem(error)));
  return (
    <WordsContext.Provider value={words}>
      <Header {...settings} />
      <AwayBanner />
      <main id="main">
        <section class="door">
          <h1>{words.say("door")}</h1>
          <KeyForm onKey={open} />
          <Alert problem={problem} />
          <p class="hint small">{words.say("door_hint")}</p>
        </section>
      </main>
    </WordsContext.Provider>
  );
}
