/** Puts the page on the page. */
import { render } from "preact";
import { App } from "./app";

render(<App />, document.getElementById("page") as HTMLElement);
addEventListener("dragover", keepPage);
addEventListener("drop", keepPage);

/** A file that is dropped beside its place would be opened in the page's. */
function keepPage(event: DragEvent): void {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}
