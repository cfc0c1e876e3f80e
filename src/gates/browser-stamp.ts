import { stat } from "node:fs/promises";
import { findBrowser } from "./find-browser.ts";

/** Another text for every browser and every version of it; null when there is none. */
export async function browserStamp(): Promise<string | null> {
  const program = await findBrowser().catch(() => null);
  if (program === null) return null;
  const { size, mtimeMs } = await stat(program);
  return `${program} ${size} ${mtimeMs}`;
}
