/** A problem as a sentence, with a way to try again. */
import { AWAY, type Problem } from "../api/call";
import { useWords } from "../words/words";

export function Alert({ problem, again }: { problem: Problem | null; again?: () => void }) {
  const words = useWords();
  if (!problem || problem.code === AWAY) return null; // the banner says that once for the whole page
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
