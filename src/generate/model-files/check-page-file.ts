import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { FileBlock } from "../../models/file-blocks.ts";
import { refusedImports, type ImportRules } from "./import-rules.ts";
import { textsOf } from "./kept-texts.ts";
import { parseModule, type SourceModule } from "./source-module.ts";
import { refusedCode } from "./unsafe-code.ts";
import { namesIn } from "./unsafe-names.ts";

export interface PageRules {
  /** The page as we print it: what it exports must stay, and the names that it uses are the app's own. */
  readonly baseline: string;
  readonly imports: ImportRules;
  /** Texts that tests look for in it. */
  readonly kept: readonly string[];
}

/**
 * What is wrong with a model's version of a page, as far as its text tells: it must parse, export what the app imports,
 * have the texts that tests look for, import only what it may, and neither reach out of the page nor switch checks off. Empty: it may go to the gates.
 */
export async function checkPageFile(
  { path, content }: FileBlock,
  { baseline, imports, kept }: PageRules,
): Promise<readonly Diagnostic[]> {
  const { module, error } = await parseModule(path, content);
  if (module === null) return [at(path, { code: "model-file-syntax", ...error })];
  const before = await parseModule(path, baseline);
  const missing = (before.module?.exports ?? []).filter((name) => !module.exports.includes(name));
  const known = before.module === null ? new Set<string>() : await namesIn(before.module);
  return [
    ...missing.map((name) =>
      at(path, {
        code: "model-file-export",
        line: 1,
        message: `It does not export "${name}", which the app imports from it.`,
      }),
    ),
    ...(await missingTexts(module, kept)).map((text) =>
      at(path, {
        code: "model-file-text",
        line: 1,
        message: `It does not have the text "${text}" any more, which tests look for in it.`,
      }),
    ),
    ...refusedImports(module, imports).map((found) =>
      at(path, { code: "model-file-import", ...found }),
    ),
    ...(await refusedCode(module, known)).map((found) => at(path, found)),
  ];
}

async function missingTexts(
  module: SourceModule,
  kept: readonly string[],
): Promise<readonly string[]> {
  const texts = await textsOf(module);
  return kept.filter((text) => !texts.has(text));
}

function at(
  path: string,
  { code, message, line }: Pick<Diagnostic, "code" | "message"> & { readonly line: number },
): Diagnostic {
  return diagnostic({ code, file: path, line, message: `${path}: ${shortened(message)}` });
}

/** Messages quote the file: one line, of a length that people read. */
function shortened(message: string): string {
  return message.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, 300);
}
