import { readFile } from "node:fs/promises";
import { extname, join, posix } from "node:path";
import { compareText } from "../core/compare-text.ts";
import { InputError } from "../core/errors.ts";
import type { AppFiles, FileContent } from "../spec/change-set.ts";
import type { CatalogEntry } from "./catalog.ts";
import { listedFiles } from "./listed-files.ts";
import { storedPath } from "./stored-path.ts";

const textExtensions = new Set(
  (
    ".ts .tsx .js .jsx .mjs .cjs .json .jsonc .css .html .md .txt .svg .xml .sql .sh " +
    ".yml .yaml .toml .example .webmanifest"
  ).split(" "),
);

/** Whether a template file is text: by its extension; names without one (.gitignore, LICENSE) are text too. */
export function isTextFile(path: string): boolean {
  const extension = extname(posix.basename(path));
  return extension === "" || textExtensions.has(extension);
}

/**
 * The files that an entry lists, those of its joins included, in path order.
 * @throws InputError when one of them cannot be read.
 */
export async function readTemplateFiles(entry: CatalogEntry): Promise<AppFiles> {
  const paths = listedFiles(entry.blueprint).map(({ file }) => file);
  const files = await Promise.all(
    [...new Set(paths)].toSorted(compareText).map(async (path): Promise<[string, FileContent]> => {
      const bytes = await readTemplateFile(join(entry.folder, "files", storedPath(path)));
      return [path, isTextFile(path) ? bytes.toString("utf8") : new Uint8Array(bytes)];
    }),
  );
  return new Map(files);
}

async function readTemplateFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError(`The template file ${path} cannot be read.`, {
      cause: error,
      nextSteps: ["Run: megamind catalog"],
    });
  }
}
