/** What the service knows: domains with their models, palettes, and how fast it looks at a photo. */
import { call, Problem, reach } from "./call";
import { checkFile } from "./file";
import type { Added, Domain, ModelCard, Palette } from "./types";

/** Milliseconds: of the whole call, and of the looking alone, as the service timed it. */
export interface Look {
  total: number;
  look: number;
}

export const listDomains = (signal?: AbortSignal): Promise<{ domains: Domain[] }> => call("/v1/domains", { signal });

export const listPalettes = (signal?: AbortSignal): Promise<{ palettes: Palette[] }> => call("/v1/palettes", { signal });

export const readCard = (domain: string, signal?: AbortSignal): Promise<ModelCard> =>
  call(`/v1/domains/${domain}/card`, { signal });

export async function findAdded(before: File, after: File, domain: string): Promise<Added> {
  await Promise.all([before, after].map(checkFile));
  const form = new FormData();
  form.append("before", before);
  form.append("after", after);
  return call(`/v1/added?${new URLSearchParams({ domain })}`, { method: "POST", body: form });
}

/** Have a picture looked at and kept by nobody, by the clock. */
export async function timeLook(picture: Blob, domain: string, signal: AbortSignal): Promise<Look> {
  const started = performance.now();
  const { header } = await reach(`/v1/classify?${new URLSearchParams({ domain })}`, { method: "POST", body: picture, signal });
  const told = /look;dur=([\d.]+)/.exec(header("Server-Timing") ?? "");
  if (!told) throw new Problem("the service did not say how long it looked", "unknown");
  return { total: performance.now() - started, look: Number(told[1]) };
}
