import { posix } from "node:path";
import { diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";

/** File types that are formatted. Everything else, and the lock file that npm writes in its own way, stays as it is. */
const formatted = new Set([".ts", ".tsx", ".css", ".json", ".yml", ".yaml", ".html", ".md"]);
const keptAsWritten = new Set(["package-lock.json"]);

/**
 * Formats a source file as `npm run format` of the app does (oxfmt with its defaults: 100 columns, double quotes).
 * @throws InputError with file, line and column when the file cannot be parsed.
 */
export async function formatSource(path: string, text: string): Promise<string> {
  if (!formatted.has(posix.extname(path)) || keptAsWritten.has(posix.basename(path))) return text;
  const { format } = await import("oxfmt");
  const { code, errors } = await format(posix.basename(path), text);
  if (errors.length === 0) return code;
  throw new InputError(`${path} cannot be parsed.`, {
    diagnostics: errors.map((error) => {
      const before = text.slice(0, error.labels[0]?.start ?? 0).split("\n");
      return diagnostic({
        code: "format-syntax",
        message: error.message,
        file: path,
        line: before.length,
        column: (before.at(-1)?.length ?? 0) + 1,
      });
    }),
    nextSteps: ["Correct the file named above, then run the command again."],
  });
}
