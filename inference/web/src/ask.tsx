/** Ask: a sentence, how it is understood, facets, and photos without end. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { countFacets, type Facets, type Filters, parseQuery, type Photo, Problem, type Query, searchPhotos } from "./api";
import { EmptyCrate } from "./empty_crate";
import { PhotoDialog } from "./photo_dialog";
import { Swatch } from "./swatch";
import { useWords, type Words } from "./words";

const TYPING_PAUSE_MS = 200;

export function Ask() {
  const words = useWords();
  const [filters, setFilters] = useState<Filters>({ q: "", label: null, color: null });
  const [parse, setParse] = useState<Query | null>(null);
  const [photos, setPhotos] = useState<Photo[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [facets, setFacets] = useState<Facets | null>(null);
  const [open, setOpen] = useState<Photo | null>(null);
  const [error, setError] = useState("");
  const newest = useRef(0);

  const load = useCallback(async (wanted: Filters) => {
    const turn = ++newest.current;
    try {
      const [page, counted, understood] = await Promise.all([
        searchPhotos(wanted, null),
        countFacets(wanted),
        wanted.q ? parseQuery(wanted.q) : Promise.resolve(null),
      ]);
      if (turn !== newest.current) return;
      setPhotos(page.photos);
      setNext(page.next);
      setFacets(counted);
      setParse(understood);
      setError("");
    } catch (problem) {
      if (turn === newest.current) setError(problem instanceof Problem ? problem.message : String(problem));
    }
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => load(filters), filters.q ? TYPING_PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [filters, load]);

  const more = async () => {
    if (!next) return;
    const page = await searchPhotos(filters, next);
    setPhotos((shown) => [...shown, ...page.photos]);
    setNext(page.next);
  };
  const replace = (id: string, photo: Photo | null) =>
    setPhotos((shown) => shown.flatMap((item) => (item.id !== id ? [item] : photo ? [photo] : [])));

  return (
    <section aria-label={words.say("ask")}>
      <input
        class="ask"
        type="search"
        value={filters.q}
        placeholder={words.say("placeholder")}
        aria-label={words.say("search")}
        onInput={(event) => setFilters({ q: event.currentTarget.value, label: null, color: null })}
      />
      {parse && <Understood parse={parse} words={words} onSuggestion={(q) => setFilters({ q, label: null, color: null })} />}
      {error && (
        <p role="alert">
          {words.explain(error)}{" "}
          <button type="button" onClick={() => load(filters)}>
            {words.say("again")}
          </button>
        </p>
      )}
      {facets && <FacetBar facets={facets} filters={filters} onChange={setFilters} />}
      <ul class="grid">
        {photos.map((photo) => (
          <li key={photo.id}>
            <button type="button" onClick={() => setOpen(photo)}>
              <img src={photo.thumbnail_url} alt="" loading="lazy" width="320" height="320" />
              <span>
                {photo.colors.basic && <Swatch hex={photo.colors.basic.hex} />}
                {photo.label ? words.label(photo.label) : words.say("waiting")}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {!error && photos.length === 0 && facets && <EmptyCrate text={words.say("nothing")} hint={words.say("fill")} />}
      {next && (
        <button type="button" class="more" onClick={more}>
          {words.say("more")}
        </button>
      )}
      {open && <PhotoDialog photo={open} onChange={(photo) => replace(open.id, photo)} onClose={() => setOpen(null)} />}
    </section>
  );
}

function Understood({ parse, words, onSuggestion }: { parse: Query; words: Words; onSuggestion: (q: string) => void }) {
  return (
    <p class="understood" aria-live="polite">
      {parse.count !== null && <span class="chip">{`${words.say("number")} ${parse.count}`}</span>}
      {parse.colors.map((name) => (
        <span class="chip" key={name}>
          <Swatch hex={words.hex(name)} />
          {words.color(name)}
        </span>
      ))}
      {parse.labels.map((slug) => (
        <span class="chip" key={slug}>
          {words.label(slug)}
        </span>
      ))}
      {[...parse.excluded_colors.map((n) => words.color(n)), ...parse.excluded_labels.map((s) => words.label(s))].map((name) => (
        <span class="chip" key={name}>{`${words.say("not")} ${name}`}</span>
      ))}
      {parse.unknown_words.length > 0 && (
        <span class="chip unknown">{`${words.say("unknown")}: ${parse.unknown_words.join(", ")}`}</span>
      )}
      {parse.suggestions.map((text) => (
        <button type="button" class="chip" key={text} onClick={() => onSuggestion(text)}>
          {`${words.say("meant")}: ${text}?`}
        </button>
      ))}
    </p>
  );
}

function FacetBar({ facets, filters, onChange }: { facets: Facets; filters: Filters; onChange: (f: Filters) => void }) {
  const words = useWords();
  return (
    <div class="facets">
      <p class="hint" aria-live="polite">{`${facets.total} ${words.say("found")}`}</p>
      <div role="group" aria-label={words.say("colors")}>
        {(facets.colors.basic ?? []).map(({ name, count }) => (
          <button
            type="button"
            class="chip"
            key={name}
            aria-pressed={filters.color === name}
            onClick={() => onChange({ ...filters, color: filters.color === name ? null : name })}
          >
            <Swatch hex={words.hex(name)} />
            {words.color(name)} <small>{count}</small>
          </button>
        ))}
      </div>
      <div role="group" aria-label={words.say("kinds")}>
        {facets.labels.map(({ name, count }) => (
          <button
            type="button"
            class="chip"
            key={name}
            aria-pressed={filters.label === name}
            onClick={() => onChange({ ...filters, label: filters.label === name ? null : name })}
          >
            {words.label(name)} <small>{count}</small>
          </button>
        ))}
      </div>
    </div>
  );
}
