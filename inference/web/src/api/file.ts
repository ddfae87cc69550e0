/** A file that was chosen to be sent. */
import { Problem } from "./call";

/** Raises Problem where it was moved or changed since: to send it would fail like a line that breaks. */
export async function checkFile(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Problem("the file cannot be read any more", "file_gone");
  }
}
