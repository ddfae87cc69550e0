/** Show: photos are dropped, pasted, chosen or taken, and each goes from "looking" to its answer. */
import { useEffect, useRef, useState } from "preact/hooks";
import { addPhoto, awaitJob, type Photo, Problem } from "./api";
import { Swatch } from "./swatch";
import { useWords } from "./words";

interface Shown {
  key: number;
  name: string;
  picture: string;
  photo: Photo | null;
  error: string;
}

const AT_ONCE = 4;

export function Show() {
  const words = useWords();
  const [shown, setShown] = useState<Shown[]>([]);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const count = useRef(0);

  const take = async (files: File[]) => {
    const items = files.map((file) => ({
      file,
      entry: { key: ++count.current, name: file.name, picture: URL.createObjectURL(file), photo: null, error: "" },
    }));
    setShown((earlier) => [...items.map((item) => item.entry), ...earlier]);
    const set = (key: number, change: Partial<Shown>) =>
      setShown((all) => all.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)));
    const queue = [...items];
    const work = async () => {
      for (let item = queue.shift(); item; item = queue.shift()) {
        try {
          const job = await addPhoto(item.file);
          const done = await awaitJob(job.id);
          set(item.entry.key, { photo: done.photo, error: done.error ?? "" });
        } catch (problem) {
          set(item.entry.key, { error: problem instanceof Problem ? problem.message : String(problem) });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  };

  useEffect(() => {
    const paste = (event: ClipboardEvent) => take([...(event.clipboardData?.files ?? [])]);
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);

  return (
    <section aria-label={words.say("show")}>
      <div
        class={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <p>{words.say("drop")}</p>
        <button type="button" onClick={() => input.current?.click()}>
          {words.say("choose")}
        </button>
        <input
          ref={input}
          type="file"
          accept="image/*"
          multiple
          hidden
          aria-label={words.say("choose")}
          onChange={(event) => {
            void take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </div>
      <ul class="answers" aria-live="polite">
        {shown.map((entry) => (
          <li key={entry.key}>
            <img src={entry.picture} alt={entry.name} />
            <Answer entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answer({ entry }: { entry: Shown }) {
  const words = useWords();
  const { photo, error } = entry;
  if (error) return <p role="alert">{words.explain(error)}</p>;
  if (!photo?.label) return <p class="hint">{words.say("waiting")}</p>;
  const label = words.label(photo.label);
  return (
    <div>
      <h3>{photo.known ? label : `${words.say("unsure")} ${label}`}</h3>
      <p>{`${words.say("sure")} ${(Math.min(photo.score ?? 0, 0.999) * 100).toFixed(1)} %`}</p>
      {photo.colors.basic && (
        <p>
          <Swatch hex={photo.colors.basic.hex} /> {words.color(photo.colors.basic.name)}
        </p>
      )}
    </div>
  );
}
