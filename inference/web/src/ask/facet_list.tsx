/** One facet: its values with their counts, any of which may be chosen. */
import type { ComponentChildren } from "preact";
import type { Facet } from "../api/types";
import { useWords } from "../words/words";

interface Props {
  title: string;
  facets: Facet[];
  chosen: string[];
  onChoose: (chosen: string[]) => void;
  draw: (name: string) => ComponentChildren;
  children?: ComponentChildren;
}

export function FacetList({ title, facets, chosen, onChoose, draw, children }: Props) {
  const words = useWords();
  const toggle = (name: string) =>
    onChoose(chosen.includes(name) ? chosen.filter((item) => item !== name) : [...chosen, name]);
  if (facets.length === 0) return null;
  return (
    <section class="facet">
      <div class="facet_head">
        <h2>{title}</h2>
        {children}
      </div>
      <ul>
        {facets.map(({ name, count }) => (
          <li key={name}>
            <button type="button" aria-pressed={chosen.includes(name)} onClick={() => toggle(name)}>
              <span>{draw(name)}</span>
              <small>{words.number(count)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
