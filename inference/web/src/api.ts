/** The REST API, typed by its OpenAPI document. */
import type { components } from "./schema";

export type Photo = components["schemas"]["PhotoOut"];
export type PhotoPage = components["schemas"]["PhotoPageOut"];
export type Facets = components["schemas"]["FacetsOut"];
export type Query = components["schemas"]["QueryOut"];
export type Job = components["schemas"]["JobOut"];
export type Added = components["schemas"]["AddedOut"];
export type Domain = components["schemas"]["DomainOut"];
export type Palette = components["schemas"]["PaletteOut"];

/** What the service said was wrong, as a sentence. */
export class Problem extends Error {}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new Problem("away");
  }
  if (!answer.ok) {
    const body = (await answer.json().catch(() => null)) as { detail?: string } | null;
    throw new Problem(body?.detail ?? `status ${answer.status}`);
  }
  return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T);
}

function form(files: Record<string, File>): FormData {
  const data = new FormData();
  for (const [name, file] of Object.entries(files)) data.append(name, file);
  return data;
}

export interface Filters {
  q: string;
  label: string | null;
  color: string | null;
}

function parameters(filters: Filters, more: Record<string, string> = {}): string {
  const chosen = new URLSearchParams(more);
  if (filters.q) chosen.set("q", filters.q);
  if (filters.label) chosen.set("label", filters.label);
  if (filters.color) chosen.set("color", filters.color);
  return chosen.toString();
}

export const searchPhotos = (filters: Filters, cursor: string | null): Promise<PhotoPage> =>
  call(`/v1/photos?${parameters(filters, { count: "24", ...(cursor ? { cursor } : {}) })}`);
export const countFacets = (filters: Filters): Promise<Facets> => call(`/v1/facets?${parameters(filters)}`);
export const parseQuery = (q: string): Promise<Query> => call(`/v1/query?${new URLSearchParams({ q })}`);
export const listDomains = (): Promise<{ domains: Domain[] }> => call("/v1/domains");
export const listPalettes = (): Promise<{ palettes: Palette[] }> => call("/v1/palettes");
export const addPhoto = (file: File): Promise<Job> => call("/v1/photos", { method: "POST", body: form({ file }) });
export const awaitJob = (id: string): Promise<Job> => call(`/v1/jobs/${id}?wait=20`);
export const findAdded = (before: File, after: File): Promise<Added> =>
  call("/v1/added", { method: "POST", body: form({ before, after }) });
export const deletePhoto = (id: string): Promise<void> => call(`/v1/photos/${id}`, { method: "DELETE" });
export const correctPhoto = (id: string, label: string): Promise<Photo> =>
  call(`/v1/photos/${id}`, {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ label }),
  });
