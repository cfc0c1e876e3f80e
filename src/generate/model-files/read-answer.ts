import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { applyEdits } from "../../models/apply-edits.ts";
import type { FilesAnswer } from "../../models/ask-for-files.ts";
import { findPlaceholders } from "../../models/check-files.ts";
import type { FileBlock } from "../../models/file-blocks.ts";
import { formatSource } from "../format-source.ts";
import { checkPageFile } from "./check-page-file.ts";
import type { ImportRules } from "./import-rules.ts";

export interface AnswerRules {
  /** The pages that may be written, path -> text that edits change. */
  readonly current: ReadonlyMap<string, string>;
  /** The pages as we print them: what they export must stay. */
  readonly baseline: ReadonlyMap<string, string>;
  readonly imports: ImportRules;
  /** Path -> texts that tests look for. */
  readonly kept: ReadonlyMap<string, readonly string[]>;
}

export interface ReadPages {
  /** Sound pages, formatted, path -> text, in path order. */
  readonly pages: ReadonlyMap<string, string>;
  /** Why others were refused: errors all of them, one line each. */
  readonly findings: readonly Diagnostic[];
}

/** The pages of an answer that may go to the gates, and what is wrong with the others. */
export async function readAnswer(answer: FilesAnswer, rules: AnswerRules): Promise<ReadPages> {
  const edited = answer.edits.map((edit) => ({
    path: edit.path,
    result: applyEdits(rules.current.get(edit.path) ?? "", edit),
  }));
  const written: readonly FileBlock[] = [
    ...answer.files,
    ...edited.flatMap(({ path, result }) =>
      result.kind === "changed" ? { path, content: result.content } : [],
    ),
  ];
  const refused = edited.flatMap(({ path, result }) =>
    result.kind === "refused"
      ? diagnostic({ code: "model-edit-refused", file: path, message: result.reason })
      : [],
  );
  const pages = new Map<string, string>();
  const findings: Diagnostic[] = [...answer.diagnostics, ...refused];
  for (const file of written) {
    const found = await pageFindings(file, rules);
    findings.push(...found);
    if (found.length === 0) pages.set(file.path, await formatSource(file.path, file.content));
  }
  return { pages, findings: findings.map(inOneLine) };
}

async function pageFindings(
  file: FileBlock,
  { baseline, imports, kept }: AnswerRules,
): Promise<readonly Diagnostic[]> {
  const gaps = findPlaceholders([file]);
  if (gaps.length > 0) return gaps;
  return checkPageFile(file, {
    baseline: baseline.get(file.path) ?? "",
    imports,
    kept: kept.get(file.path) ?? [],
  });
}

/** Most characters of a finding: it quotes what a model wrote. */
const longestFinding = 600;

/** What a model wrote must not write to a terminal what it likes. Edits keep their lines. */
function inOneLine(found: Diagnostic): Diagnostic {
  const clean = (text: string) =>
    text.replaceAll(/[^\P{Cc}\n]|\p{Cf}/gu, " ").slice(0, longestFinding);
  const { name, file } = found.subject;
  return {
    ...found,
    message: clean(found.message),
    subject: {
      ...found.subject,
      name: name === null ? null : clean(name),
      file: file === null ? null : clean(file),
    },
  };
}
