/** Show: photos are dropped, pasted, chosen or taken, and each goes from its place in line to its answer. */
import { useEffect } from "preact/hooks";
import { PhotoDialog } from "../photo/photo_dialog";
import { address, type Place, replacePlace } from "../place";
import { DomainChoice } from "../shell/domain_choice";
import { useWords } from "../words/words";
import { type Batch, isSettled, photosOf } from "./batch";
import { DropZone } from "./drop_zone";
import { ShownCard } from "./shown_card";

export function Show({ place, batch }: { place: Place; batch: Batch }) {
  const words = useWords();
  const domain = place.params.get("domain") ?? "";
  const take = (files: File[]) => batch.take(files, domain || (words.domains[0]?.name ?? ""));

  useEffect(() => {
    const paste = (event: ClipboardEvent) => take([...(event.clipboardData?.files ?? [])]);
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [domain, words]);

  const { shown } = batch;
  const done = shown.filter(isSettled).length;
  const told = words.say("answered", { done: words.number(done), total: words.number(shown.length) });
  return (
    <>
      <h1>{words.say("show_title")}</h1>
      <DomainChoice chosen={domain} onChoose={(name) => replacePlace(address(place, { domain: name }))} />
      <DropZone onTake={take} />
      {shown.length > 0 && (
        <div class="batch">
          <p role="status">{told}</p>
          <progress max={shown.length} value={done} aria-label={words.say("batch")} />
          <button type="button" onClick={batch.clear} aria-disabled={done === 0}>
            {words.say("clear")}
          </button>
        </div>
      )}
      <ul class="answers">
        {shown.map((item) => (
          <li key={item.key}>
            <ShownCard place={place} item={item} />
          </li>
        ))}
      </ul>
      <PhotoDialog place={place} among={photosOf(shown)} onChange={batch.change} />
    </>
  );
}
