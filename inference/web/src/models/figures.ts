/** The figures of a model card, sorted out for showing. */
import type { Domain, Figure } from "../api/types";

export type TestSets = Record<string, Record<string, Figure>>;

const ACCURACY = "accuracy";
const AUROC = "unknown_auroc";
const RECALL = "recall.";

export interface Recall {
  label: string;
  figure: Figure;
}

export const testSets = ({ model }: Domain): TestSets => (model?.metrics ?? {}) as TestSets;

/** Test sets on which the model was asked for kinds, each with its share of right answers. */
export function accuracies(sets: TestSets): [string, Figure][] {
  return Object.entries(sets).flatMap(([name, figures]) => (figures[ACCURACY] ? [[name, figures[ACCURACY]]] : []));
}

/** How well other things are told apart, on the set where that is hardest. */
export function worstAuroc(sets: TestSets): Figure | null {
  const found = Object.values(sets).flatMap((figures) => figures[AUROC] ?? []);
  return found.sort((one, other) => one.value - other.value)[0] ?? null;
}

/** Right answers by kind, the hardest first. */
export function recalls(figures: Record<string, Figure>): Recall[] {
  return Object.entries(figures)
    .flatMap(([name, figure]) => (name.startsWith(RECALL) ? [{ label: name.slice(RECALL.length), figure }] : []))
    .sort((one, other) => one.figure.value - other.figure.value);
}
