/** Facets: how many of the photos found have which colour and which kind; choosing some narrows the search. */
import { countFacets, type Filters } from "../api/photos";
import { useLoaded } from "../loaded";
import type { Changes } from "../place";
import { Alert } from "../shell/alert";
import { DomainChoice } from "../shell/domain_choice";
import { Swatch } from "../shell/swatch";
import { useWords } from "../words/words";
import { FacetList } from "./facet_list";
import { PaletteChoice } from "./palette_choice";

interface Props {
  filters: Filters;
  onChange: (changes: Changes) => void;
}

export function FacetBar({ filters, onChange }: Props) {
  const words = useWords();
  const { value: counts, problem, again } = useLoaded((signal) => countBoth(filters, signal), [JSON.stringify(filters)]);
  const { palette } = filters;
  if (!counts) {
    return (
      <div class="facets">
        <Alert problem={problem} again={again} />
      </div>
    );
  }
  return (
    <div class="facets" role="group" aria-label={words.say("filters")}>
      <DomainChoice withAll chosen={filters.domain} onChoose={(domain) => onChange({ domain, label: [] })} />
      <FacetList
        title={words.say("colors")}
        facets={counts.colors[palette] ?? []}
        chosen={filters.colors}
        onChoose={(color) => onChange({ color })}
        draw={(name) => (
          <>
            <Swatch hex={words.hex(name, palette)} />
            {words.color(name, palette)}
          </>
        )}
      >
        <PaletteChoice chosen={palette} onChoose={(name) => onChange({ palette: name, color: [] })} />
      </FacetList>
      <FacetList
        title={words.say("kinds")}
        facets={counts.labels}
        chosen={filters.labels}
        onChoose={(label) => onChange({ label })}
        draw={(slug) => words.label(slug, filters.domain)}
      />
      {filters.labels.length + filters.colors.length > 0 && (
        <button type="button" class="drop_filters" onClick={() => onChange({ label: [], color: [] })}>
          {words.say("drop_filters")}
        </button>
      )}
    </div>
  );
}

/** Colours among the chosen kinds, and kinds among the chosen colours, so that a choice can be changed. */
async function countBoth(filters: Filters, signal: AbortSignal) {
  const byColor = countFacets({ ...filters, colors: [] }, signal);
  const byLabel = filters.labels.length + filters.colors.length ? countFacets({ ...filters, labels: [] }, signal) : byColor;
  return { colors: (await byColor).colors, labels: (await byLabel).labels };
}
