import { compareText } from "../../core/compare-text.ts";
import type { Attempt } from "../fixer.ts";

/** The package of a module name: `@scope/name/part` -> `@scope/name`. */
export function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

interface NewPackage {
  readonly name: string;
  /** Exact. */
  readonly version: string;
  readonly isForDevelopment: boolean;
}

/** Names a package that we know in `package.json`, in order. The finding stays until it is installed. */
export function addPackage(
  manifest: string,
  { name, version, isForDevelopment }: NewPackage,
): Attempt {
  const key = isForDevelopment ? "devDependencies" : "dependencies";
  const pattern = new RegExp(`("${key}"\\s*:\\s*\\{)([^}]*)(\\})`);
  const why = `${name} ${version} was added to package.json: run npm install`;
  const found = pattern.exec(manifest);
  const entry = `${JSON.stringify(name)}: ${JSON.stringify(version)}`;
  if (found === null) {
    const start = manifest.lastIndexOf("}");
    const before = manifest.slice(0, start).trimEnd();
    const text = `,\n  "${key}": {\n    ${entry}\n  }\n`;
    return partial({ start: before.length, end: start, text }, why);
  }
  const entries = (found[2] ?? "")
    .split(",")
    .map((line) => line.trim())
    .filter(Boolean);
  const all = [...entries, entry].toSorted(compareText);
  const start = found.index + (found[1] ?? "").length;
  const text = `\n    ${all.join(",\n    ")}\n  `;
  return partial({ start, end: start + (found[2] ?? "").length, text }, why);
}

function partial(edit: { start: number; end: number; text: string }, why: string): Attempt {
  return { fixes: [{ kind: "edit", path: "package.json", edits: [edit] }], isPartial: true, why };
}
