/** The whole page: the shop, or its door where the service wants a key. */
import { closeSession, isOpen, useSession } from "./api/session";
import { Door } from "./door/door";
import { useWeighing } from "./scale/weighing";
import { Shop } from "./shop";
import { useBatch } from "./show/batch";
import { useLanguage, useTheme } from "./words/settings";

export function App() {
  const [language, setLanguage] = useLanguage();
  const [theme, setTheme] = useTheme();
  const { value: session, problem, again } = useSession();
  // kept here, for the door may close before a photo has its answer
  const batch = useBatch();
  const weighing = useWeighing();
  const settings = { language, theme, onLanguage: setLanguage, onTheme: setTheme };
  if (!session && !problem) return null;
  if (session && !isOpen(session)) return <Door {...settings} onOpen={again} />;
  return <Shop {...settings} batch={batch} weighing={weighing} onLeave={session?.needs_key ? leave : undefined} />;
}

/** A fresh page keeps nothing of what the one who leaves has shown. */
function leave(): void {
  closeSession().then(
    () => location.reload(),
    () => null, // still inside, as the page shows
  );
}
