/** Photos: found by a sentence and filters, looked at, corrected and deleted. */
import { call } from "./call";
import type { ColorReport, Facets, Photo, PhotoPage, Query } from "./types";

export interface Filters {
  q: string;
  labels: string[];
  colors: string[];
  palette: string;
  domain: string;
}

interface PageWanted {
  count: number;
  cursor: string | null;
}

export const searchPhotos = (filters: Filters, { count, cursor }: PageWanted, signal?: AbortSignal): Promise<PhotoPage> =>
  call(`/v1/photos?${parameters(filters, { count: String(count), cursor: cursor ?? "" })}`, { signal });

export const countFacets = (filters: Filters, signal?: AbortSignal): Promise<Facets> =>
  call(`/v1/facets?${parameters(filters)}`, { signal });

export const parseQuery = ({ q, domain }: Filters, signal?: AbortSignal): Promise<Query> =>
  call(`/v1/query?${new URLSearchParams({ q, ...(domain && { domain }) })}`, { signal });

export const readPhoto = (id: string, signal?: AbortSignal): Promise<Photo> => call(`/v1/photos/${id}`, { signal });

export const findSimilar = (id: string, count: number, signal?: AbortSignal): Promise<PhotoPage> =>
  call(`/v1/photos/${id}/similar?count=${count}`, { signal });

export const nameColors = (id: string, method: ColorReport["method"], signal?: AbortSignal): Promise<ColorReport> =>
  call(`/v1/photos/${id}/colors?method=${method}`, { signal });

export const deletePhoto = (id: string): Promise<void> => call(`/v1/photos/${id}`, { method: "DELETE" });

/** Take a person's word for what a photo shows; null takes it back. */
export const correctPhoto = (id: string, label: string | null): Promise<Photo> =>
  call(`/v1/photos/${id}`, {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ label }),
  });

function parameters(filters: Filters, more: Record<string, string> = {}): string {
  const { q, palette, domain, labels, colors } = filters;
  const named = Object.entries({ q, domain, ...(colors.length ? { palette } : {}), ...more });
  const chosen = new URLSearchParams(named.filter(([, value]) => value));
  for (const label of labels) chosen.append("label", label);
  for (const color of colors) chosen.append("color", color);
  return chosen.toString();
}
