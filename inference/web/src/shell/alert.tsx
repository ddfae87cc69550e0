/** A problem as a sentence, with a way to try again. */
import { AWAY, type Problem } from "../api/call";
import { useWords } from "../words/words";

interface Props {
  problem: Problem | null;
  /** Asks again; what can be asked again also is by itself while the service is away. */
  again?: (() => void) | undefined;
}

export function Alert({ problem, again }: Props) {
  const words = useWords();
  if (!problem || (problem.code === AWAY && again)) return null; // the banner says that once for the whole page
  return (
    <p role="alert" class="alert">
      {words.explain(problem)}{" "}
      {again && (
        <button type="button" onClick={again}>
          {words.say("again")}
        </button>
      )}
    </p>
  );
}
