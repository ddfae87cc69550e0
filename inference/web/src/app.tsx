/** The whole page: the shop, or its door where the service wants a key. */
import { closeSession, useSession } from "./api/session";
import { Door } from "./door/door";
import { Shop } from "./shop";
import { useLanguage, useTheme } from "./words/settings";

export function App() {
  const [language, setLanguage] = useLanguage();
  const [theme, setTheme] = useTheme();
  const { value: session, problem, again } = useSession();
  const settings = { language, theme, onLanguage: setLanguage, onTheme: setTheme };
  if (!session && !problem) return null;
  if (session?.needs_key && session.scopes.length === 0) return <Door {...settings} onOpen={again} />;
  return <Shop {...settings} onLeave={session?.needs_key ? () => void closeSession().then(again) : undefined} />;
}
