import { stripVTControlCharacters } from "node:util";
import { sep } from "node:path";

/** Makes a tool's words the same on every machine: no colours, and paths inside the app relative to it. */
export function tidyWords(text: string, root: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(`file://${root}/`, "")
    .replaceAll(`${root}${sep}`, "")
    .replaceAll(root, ".")
    .trim();
}

/** A file that a tool names, as an app path; null when it lies outside of the app. */
export function appPathOf(file: string, root: string): string | null {
  const plain = file.replace(/^file:\/\//, "").replace(/[?#].*$/, "");
  const path = plain.startsWith(`${root}${sep}`) ? plain.slice(root.length + 1) : plain;
  const slashed = path.replaceAll("\\", "/");
  return /^(?:\/|[A-Za-z]:|\.\.\/)/.test(slashed) ? null : slashed.replace(/^\.\//, "");
}
