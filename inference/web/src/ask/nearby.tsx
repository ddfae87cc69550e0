/** Requests that ask for less than one that found nothing: without the colours, without the kinds; only those that find something. */
import { searchPhotos } from "../api/photos";
import type { Query } from "../api/types";
import { useLoaded } from "../loaded";
import { useWords, type Words } from "../words/words";

interface Props {
  query: Query;
  domain: string;
  onAsk: (q: string) => void;
}

export function Nearby({ query, domain, onAsk }: Props) {
  const words = useWords();
  const requests = askForLess(query, words);
  const { value: working } = useLoaded((signal) => keepWorking(requests, domain, signal), [requests.join("\n"), domain]);
  if (!working?.length) return null;
  return (
    <p class="chips nearby">
      <span class="hint">{words.say("nearby")}</span>
      {working.map((text) => (
        <button type="button" class="chip" key={text} onClick={() => onAsk(text)}>
          {text}
        </button>
      ))}
    </p>
  );
}

function askForLess({ labels, colors }: Query, words: Words): string[] {
  if (!labels.length || !colors.length) return [];
  return [...labels.map((slug) => words.label(slug)), ...colors.map((name) => words.color(name))];
}

async function keepWorking(requests: string[], domain: string, signal: AbortSignal): Promise<string[]> {
  const filters = { labels: [], colors: [], palette: "", domain };
  const pages = await Promise.all(requests.map((q) => searchPhotos({ ...filters, q }, { count: 1, cursor: null }, signal)));
  return requests.filter((_, at) => pages[at]?.total);
}
