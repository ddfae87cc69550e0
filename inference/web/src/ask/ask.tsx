/** Ask: a sentence, how it is understood, facets, and photos without end. */
import { useMemo } from "preact/hooks";
import { type Filters, parseQuery } from "../api/photos";
import { useLoaded } from "../loaded";
import { PhotoDialog } from "../photo/photo_dialog";
import { address, type Changes, type Place, replacePlace } from "../place";
import { Alert } from "../shell/alert";
import { useWords } from "../words/words";
import { EmptyCrate } from "./empty_crate";
import { Examples } from "./examples";
import { FacetBar } from "./facet_bar";
import { Nearby } from "./nearby";
import { PhotoGrid } from "./photo_grid";
import { SearchBox } from "./search_box";
import { Understood } from "./understood";
import { usePhotos } from "./use_photos";

const PALETTE = "basic";

export function Ask({ place }: { place: Place }) {
  const words = useWords();
  const key = address({ view: "ask", params: place.params }, { photo: null });
  const filters = useMemo(() => readFilters(place.params), [key]);
  const parse = useLoaded(
    async (signal) => (filters.q ? { q: filters.q, query: await parseQuery(filters, signal) } : null),
    [filters.q, filters.domain],
  );
  const isRead = !filters.q || parse.value?.q === filters.q || parse.problem !== null;
  const named = filters.q ? (parse.value?.query.count ?? null) : null;
  const photos = usePhotos(filters, isRead, named);
  const failed = photos.problem ? photos : parse;
  const change = (changes: Changes) => replacePlace(address(place, { ...changes, photo: null }));
  const ask = (q: string) => change({ q, label: [], color: [] });
  const isNarrowed = Boolean(filters.labels.length || filters.colors.length || filters.domain);

  return (
    <>
      <h1>{words.say("question")}</h1>
      <SearchBox q={filters.q} onAsk={ask} />
      {filters.q ? parse.value && <Understood query={parse.value.query} onAsk={ask} /> : <Examples onAsk={ask} />}
      <Alert problem={failed.problem} again={failed.again} />
      <div class="shelf">
        <FacetBar filters={filters} onChange={change} />
        <section aria-label={words.say("photos")} aria-busy={photos.isLoading}>
          <p class="total" role="status">
            {photos.total !== null && words.found(photos.total)}
          </p>
          <PhotoGrid place={place} photos={photos} isEndless={named === null} />
          {photos.total === 0 && (
            <EmptyCrate isFiltered={Boolean(filters.q) || isNarrowed} isNarrowed={isNarrowed}>
              {parse.value && <Nearby query={parse.value.query} domain={filters.domain} onAsk={ask} />}
            </EmptyCrate>
          )}
        </section>
      </div>
      <PhotoDialog place={place} among={photos.shown} onChange={photos.replace} />
    </>
  );
}

function readFilters(params: URLSearchParams): Filters {
  return {
    q: params.get("q") ?? "",
    labels: params.getAll("label"),
    colors: params.getAll("color"),
    palette: params.get("palette") ?? PALETTE,
    domain: params.get("domain") ?? "",
  };
}
