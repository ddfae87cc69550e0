/** Scale: two photos, and what was added between them. */
import { useState } from "preact/hooks";
import { type Added, findAdded, Problem } from "./api";
import { Swatch } from "./swatch";
import { useWords, type Key } from "./words";

type Frames = Record<"before" | "after", File | null>;

export function Scale() {
  const words = useWords();
  const [frames, setFrames] = useState<Frames>({ before: null, after: null });
  const [answer, setAnswer] = useState<Added | null>(null);
  const [error, setError] = useState("");
  const { before, after } = frames;

  const compare = async () => {
    if (!before || !after) return;
    try {
      setAnswer(await findAdded(before, after));
      setError("");
    } catch (problem) {
      setAnswer(null);
      setError(problem instanceof Problem ? problem.message : String(problem));
    }
  };

  return (
    <section aria-label={words.say("scale")}>
      <div class="frames">
        {(["before", "after"] as const).map((name) => (
          <label class="frame" key={name}>
            {words.say(name as Key)}
            <input
              type="file"
              accept="image/*"
              onChange={(event) => setFrames({ ...frames, [name]: event.currentTarget.files?.[0] ?? null })}
            />
            {frames[name] && (
              <span class="stack">
                <img src={URL.createObjectURL(frames[name])} alt={words.say(name as Key)} />
                {name === "after" && answer?.mask && <img class="mask" src={answer.mask} alt="" />}
              </span>
            )}
          </label>
        ))}
      </div>
      <button type="button" class="more" disabled={!before || !after} onClick={compare}>
        {words.say("compare")}
      </button>
      {error && <p role="alert">{words.explain(error)}</p>}
      {answer && <Verdict answer={answer} />}
    </section>
  );
}

function Verdict({ answer }: { answer: Added }) {
  const words = useWords();
  if (!answer.changed || !answer.label) return <p aria-live="polite">{words.say("none")}</p>;
  const label = words.label(answer.label);
  const color = answer.colors.basic;
  return (
    <p class="verdict" aria-live="polite">
      {`${words.say(answer.kind)}: `}
      <strong>{answer.known ? label : `${words.say("unsure")} ${label}`}</strong>{" "}
      {color && (
        <>
          <Swatch hex={color.hex} /> {words.color(color.name)}
        </>
      )}
    </p>
  );
}
