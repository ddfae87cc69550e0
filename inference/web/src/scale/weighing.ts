/** A weighing: two frames, what changed between them, and the basket of what was put on so far. */
import { useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/call";
import { findAdded } from "../api/knowledge";
import type { Added } from "../api/types";
import { cutOut } from "./cut_out";

export interface Frame {
  file: File;
  picture: string;
}

export interface Item {
  key: number;
  label: string;
  isKnown: boolean;
  color: string | null;
  /** The item cut out of its photo, as a data URL. */
  picture: string;
}

export interface Weighing {
  before: Frame | null;
  after: Frame | null;
  answer: Added | null;
  problem: Problem | null;
  isBusy: boolean;
  basket: Item[];
  place: (which: "before" | "after", file: File | undefined) => void;
  compare: (domain: string) => Promise<void>;
  next: () => void;
  putBack: (key: number) => void;
  empty: () => void;
}

type State = Pick<Weighing, "before" | "after" | "answer" | "problem" | "isBusy" | "basket">;

const START: State = { before: null, after: null, answer: null, problem: null, isBusy: false, basket: [] };

export function useWeighing(): Weighing {
  const [state, setState] = useState(START);
  const turn = useRef(0);
  const { before, after } = state;
  const set = (change: Partial<State> | ((earlier: State) => Partial<State>)) =>
    setState((earlier) => ({ ...earlier, ...(typeof change === "function" ? change(earlier) : change) }));

  const place = (which: "before" | "after", file: File | undefined) => {
    if (!file) return;
    const old = state[which];
    if (old) URL.revokeObjectURL(old.picture);
    turn.current++; // whatever is on its way answers for other frames
    set({ [which]: { file, picture: URL.createObjectURL(file) }, answer: null, problem: null, isBusy: false });
  };
  const compare = async (domain: string) => {
    if (!before || !after || state.isBusy || state.answer) return;
    const mine = ++turn.current;
    const isLate = () => mine !== turn.current;
    set({ isBusy: true, problem: null });
    try {
      const answer = await findAdded(before.file, after.file, domain);
      if (isLate()) return;
      const picture = answer.kind === "added" && answer.box ? await cutOut(after.picture, answer.box) : "";
      if (!isLate()) set(({ basket }) => ({ answer, isBusy: false, basket: fill(basket, answer, picture) }));
    } catch (error) {
      if (!isLate()) set({ problem: asProblem(error), isBusy: false });
    }
  };
  const next = () => {
    if (before) URL.revokeObjectURL(before.picture);
    set({ before: after, after: null, answer: null, problem: null });
  };
  const putBack = (key: number) => set(({ basket }) => ({ basket: basket.filter((item) => item.key !== key) }));
  return { ...state, place, compare, next, putBack, empty: () => set({ basket: [] }) };
}

/** What was added goes into the basket; what was taken away leaves it. */
function fill(basket: Item[], answer: Added, picture: string): Item[] {
  const { kind, label, known } = answer;
  if (label === null) return basket;
  if (kind === "added") {
    const color = answer.colors["basic"]?.name ?? null;
    return [...basket, { key: Math.max(0, ...basket.map((item) => item.key)) + 1, label, isKnown: known ?? false, color, picture }];
  }
  const at = kind === "removed" ? basket.findLastIndex((item) => item.label === label) : -1;
  return basket.filter((_, index) => index !== at);
}
