/** The shop's front: awning, name, settings; inside, the views and the way out. */
import { VIEWS, type View } from "../place";
import { useWords } from "../words/words";
import { Icon } from "./icon";
import { SettingsButtons, type SettingsProps } from "./settings_buttons";

interface Props extends SettingsProps {
  view?: View;
  onLeave?: (() => void) | undefined;
}

export function Header({ view, onLeave, ...settings }: Props) {
  const words = useWords();
  return (
    <header>
      {view && (
        <a class="skip" href="#main" onClick={skip}>
          {words.say("skip")}
        </a>
      )}
      <div class="front">
        <p class="brand">
          <img src="/icon.svg" alt="" width="36" height="36" /> greengrocer
        </p>
        {view && (
          <nav aria-label={words.say("views")}>
            {VIEWS.map((name) => (
              <a key={name} href={`#${name}`} aria-current={view === name ? "page" : undefined} onClick={() => scrollTo(0, 0)}>
                <Icon name={name} />
                {words.say(name)}
              </a>
            ))}
          </nav>
        )}
        <div class="settings">
          <SettingsButtons {...settings} />
          {onLeave && (
            <button type="button" class="round" aria-label={words.say("leave")} title={words.say("leave")} onClick={onLeave}>
              <Icon name="leave" />
            </button>
          )}
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
