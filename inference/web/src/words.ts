/** What the page says, and the names of kinds and colours, in the reader's language. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Domain, Palette } from "./api";

export type Language = "en" | "ru";

const TEXTS = {
  ask: ["Ask", "Спросить"],
  show: ["Show", "Показать"],
  scale: ["Scale", "Весы"],
  placeholder: ["3 red tomatoes", "три красных помидора"],
  search: ["Search photos", "Искать фото"],
  understood: ["Understood", "Понято"],
  number: ["number", "число"],
  not: ["not", "не"],
  unknown: ["not understood", "не понято"],
  meant: ["Did you mean", "Возможно, вы имели в виду"],
  kinds: ["Kinds", "Виды"],
  colors: ["Colours", "Цвета"],
  found: ["found", "найдено"],
  more: ["More photos", "Ещё фото"],
  nothing: ["The crate is empty: nothing found.", "Ящик пуст: ничего не нашлось."],
  fill: ["Show me a few photos, and they will be here.", "Покажите мне несколько фото — и они появятся здесь."],
  drop: ["Drop photos here, or choose them", "Перетащите фото сюда или выберите их"],
  choose: ["Choose photos", "Выбрать фото"],
  waiting: ["looking…", "смотрю…"],
  unsure: ["I don't know this one. Perhaps", "Такого я не знаю. Может быть,"],
  sure: ["sure", "уверенность"],
  right: ["What is it really?", "Что это на самом деле?"],
  remove: ["Delete", "Удалить"],
  close: ["Close", "Закрыть"],
  before: ["Before", "До"],
  after: ["After", "После"],
  compare: ["What was added?", "Что добавили?"],
  added: ["Added", "Добавлено"],
  removed: ["Taken away", "Убрано"],
  moved: ["Moved", "Передвинуто"],
  none: ["Nothing was added.", "Ничего не добавили."],
  person: ["a person said so", "так сказал человек"],
  import: ["by the import", "по импорту"],
  prediction: ["the model's word", "по мнению модели"],
  away: ["The service is away. Trying again may help.", "Сервис недоступен. Попробуйте ещё раз."],
  again: ["Try again", "Ещё раз"],
} satisfies Record<string, [string, string]>;

export type Key = keyof typeof TEXTS;

export class Words {
  constructor(
    readonly language: Language,
    readonly domains: Domain[],
    readonly palettes: Palette[],
  ) {}

  say(key: Key): string {
    return TEXTS[key][this.language === "ru" ? 1 : 0];
  }

  /** An error as a sentence. */
  explain(message: string): string {
    return message === "away" ? this.say("away") : message;
  }

  label(slug: string): string {
    const label = this.domains.flatMap((domain) => domain.labels).find((item) => item.slug === slug);
    return label?.names[this.language] ?? slug;
  }

  color(name: string): string {
    return this.find(name)?.names[this.language] ?? name;
  }

  hex(name: string): string {
    return this.find(name)?.hex ?? "#888888";
  }

  private find(name: string) {
    return this.palettes.find((palette) => palette.name === "basic")?.colors.find((color) => color.name === name);
  }
}

export const WordsContext = createContext(new Words("en", [], []));
export const useWords = (): Words => useContext(WordsContext);
