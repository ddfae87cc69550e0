/** A picture that is asked for again where the line broke; not for ever, for it may be gone. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { RETRY_MS } from "../retry";

const MOST_TURNS = 6;

export function Picture(props: JSX.IntrinsicElements["img"]) {
  const [turn, retry] = useTurns();
  return <img key={turn} {...props} onError={retry} />;
}

/** The key of an element that shows a picture, and a way to draw it anew a while after it failed. */
export function useTurns(): [number, () => void] {
  const [turn, setTurn] = useState(0);
  const retry = () => {
    if (turn < MOST_TURNS) setTimeout(() => setTurn(turn + 1), RETRY_MS * 2 ** turn);
  };
  return [turn, retry];
}
