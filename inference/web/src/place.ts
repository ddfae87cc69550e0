/** Where the reader is: the view and its parameters, kept in the address so that it can be shared and gone back to. */
import { useLayoutEffect, useState } from "preact/hooks";

export const VIEWS = ["ask", "show", "scale", "models"] as const;
export type View = (typeof VIEWS)[number];

export interface Place {
  view: View;
  params: URLSearchParams;
}

const MOVED = "greengrocer:moved";

export function usePlace(): Place {
  const [place, setPlace] = useState(readPlace);
  // no later: who moves before the next frame would not be followed
  useLayoutEffect(() => {
    const follow = () => setPlace(readPlace());
    addEventListener("hashchange", follow);
    addEventListener(MOVED, follow);
    return () => {
      removeEventListener("hashchange", follow);
      removeEventListener(MOVED, follow);
    };
  }, []);
  return place;
}

/** Parameters to be set, or dropped where null or empty. */
export type Changes = Record<string, string | string[] | null>;

/** The address of the same place with some parameters changed. */
export function address(place: Place, changes: Changes = {}): string {
  const params = new URLSearchParams(place.params);
  for (const [name, value] of Object.entries(changes)) {
    params.delete(name);
    for (const item of [value ?? []].flat()) if (item) params.append(name, item);
  }
  return `#${place.view}${params.size ? `?${params}` : ""}`;
}

/** Go somewhere without a step in the browser's history. */
export function replacePlace(where: string): void {
  history.replaceState(history.state, "", where);
  dispatchEvent(new Event(MOVED));
}

function readPlace(): Place {
  const [name, search] = location.hash.slice(1).split("?");
  return { view: VIEWS.find((view) => view === name) ?? "ask", params: new URLSearchParams(search) };
}
