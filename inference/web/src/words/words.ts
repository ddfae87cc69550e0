/** Words in the reader's language: what the page says, and the names of kinds and colours. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Problem } from "../api/call";
import type { Domain, Palette, Photo } from "../api/types";
import { en, type Key } from "./en";
import { ru } from "./ru";

export const LANGUAGES = ["en", "ru"] as const;
export type Language = (typeof LANGUAGES)[number];

const TEXTS: Record<Language, Record<string, string>> = { en, ru };
const LOCALES: Record<Language, string> = { en: "en-GB", ru: "ru-RU" };
const BASIC = "basic";
const ALMOST_CERTAIN = 0.999;

export class Words {
  constructor(
    readonly language: Language,
    readonly domains: Domain[],
    readonly palettes: Palette[],
  ) {}

  say(key: Key, values: Record<string, string> = {}): string {
    return fill(TEXTS[this.language][key] ?? key, values);
  }

  /** How many were found, in the right plural form. */
  found(n: number): string {
    const form = new Intl.PluralRules(LOCALES[this.language]).select(n);
    const texts = TEXTS[this.language];
    return fill(texts[`found_${form}`] ?? texts["found_other"] ?? "", { n: this.number(n) });
  }

  /** A problem as a sentence. */
  explain(problem: Problem): string {
    const texts = TEXTS[this.language];
    const text = texts[`problem_${problem.code}`] ?? texts["problem_unknown"] ?? "";
    return fill(text, { message: problem.message });
  }

  label(slug: string, domain?: string | null): string {
    const places = [...this.domains.filter(({ name }) => name === domain), ...this.domains];
    const label = places.flatMap((place) => place.labels).find((item) => item.slug === slug);
    return label?.names[this.language] ?? slug.replaceAll("_", " ");
  }

  /** What a photo shows, in as many words as are sure. */
  title(photo: Photo): string {
    const { status, label, domain } = photo;
    if (!label) return this.say(status === "failed" ? "failed" : "looking");
    const name = this.label(label, domain);
    return isStrange(photo) ? this.say("perhaps", { label: name }) : name;
  }

  domain(name: string): string {
    return this.domains.find((domain) => domain.name === name)?.titles[this.language] ?? name;
  }

  color(name: string, palette = BASIC): string {
    return this.find(name, palette)?.names[this.language] ?? name;
  }

  hex(name: string, palette = BASIC): string {
    return this.find(name, palette)?.hex ?? "#888888";
  }

  number(n: number, digits = 0): string {
    return n.toLocaleString(LOCALES[this.language], { maximumFractionDigits: digits, minimumFractionDigits: digits });
  }

  /** A share of 0–1 as it was measured. */
  percent(share: number, digits = 1): string {
    return share.toLocaleString(LOCALES[this.language], { style: "percent", maximumFractionDigits: digits });
  }

  /** A calibrated score of 0–1; nobody is ever entirely sure. */
  sureness(score: number): string {
    return this.percent(Math.min(score, ALMOST_CERTAIN));
  }

  /** Of a file, in bytes. */
  size(bytes: number): string {
    return (bytes / 1000).toLocaleString(LOCALES[this.language], { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
  }

  date(iso: string): string {
    return new Date(iso).toLocaleString(LOCALES[this.language], { dateStyle: "medium", timeStyle: "short" });
  }

  private find(name: string, palette: string) {
    return this.palettes.find((item) => item.name === palette)?.colors.find((color) => color.name === name);
  }
}

/** Whether nobody knows what a photo shows: its label is no more than the nearest kind. */
export function isStrange({ known, label_source }: Photo): boolean {
  return known === false && label_source === "prediction";
}

export const WordsContext = createContext(new Words("en", [], []));
export const useWords = (): Words => useContext(WordsContext);

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
