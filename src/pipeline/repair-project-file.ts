import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { moduleSurface } from "../generate/model-files/module-surface.ts";
import { applyEdits } from "../models/apply-edits.ts";
import { askForFiles, type FilesAnswer } from "../models/ask-for-files.ts";
import type { ModelClient } from "../models/model-client.ts";
import { loadPrompt } from "../models/prompts/load-prompt.ts";
import { renderPrompt } from "../models/prompts/render-prompt.ts";
import type { Finding } from "../repair/finding.ts";
import { packageName } from "../repair/fixers/missing-package.ts";
import { importsOf } from "../repair/loop/import-order.ts";
import type { Strategy } from "../repair/loop/strategy.ts";
import type { Project } from "../repair/project.ts";
import { refuseCheats } from "../repair/refuse-cheats.ts";
import { parseSource } from "../repair/source-file.ts";

interface FileRepair {
  readonly project: Project;
  /** Path of the file in the project. */
  readonly path: string;
  /** What was found in it. */
  readonly findings: readonly Finding[];
  readonly strategy: Strategy;
  /** What became of earlier tries, a line each. */
  readonly earlier: readonly string[];
  readonly client: ModelClient;
  readonly signal: AbortSignal;
}

export interface RepairedFile {
  /** The text after the repair; as it was when nothing of the answer could be taken. */
  readonly text: string;
  /** Why the answer, or a part of it, was refused. */
  readonly refused: readonly Diagnostic[];
  readonly calls: number;
}

/** Most findings that are told, and most characters of what other files declare. */
const mostFindings = 30;
const mostDeclared = 40_000;

const forms = {
  edits: "Write edits, as small as they can be.",
  files: "Write the file as a whole.",
} as const;

/**
 * Asks a model once to correct one file. It is told the file, the findings, and what the files declare that it imports.
 * An answer that breaks a rule changes nothing.
 * @throws all that `ModelClient.ask` throws.
 */
export async function repairProjectFile(input: FileRepair): Promise<RepairedFile> {
  const { project, path, strategy, earlier, client, signal } = input;
  const text = project.texts.get(path) ?? "";
  const prompt = await loadPrompt("repair-project");
  const answer = await askForFiles(client, {
    ...renderPrompt(prompt, {
      file: `${path}:\n${text}`,
      declarations: await declarationsOf(project, path),
      findings: findingsText(input.findings),
      earlier: earlier.length === 0 ? "None: this is the first try." : earlier.join("\n"),
      form: forms[strategy.answer],
      allowed: path,
    }),
    allowed: [path],
    models: strategy.models,
    // Room for the file, twice as long as it is now, and for what the model thinks before.
    maxOutputTokens: Math.min(64_000, 8000 + Math.ceil((2 * text.length) / 3)),
    effort: null,
    signal,
  });
  return { ...readRepair(answer, { path, text, project }), calls: answer.answers.length };
}

/** What the answer makes of the file, unless it breaks a rule. */
function readRepair(
  { files, edits, diagnostics }: FilesAnswer,
  {
    path,
    text,
    project,
  }: { readonly path: string; readonly text: string; readonly project: Project },
): Pick<RepairedFile, "text" | "refused"> {
  const refused = [...diagnostics];
  let next = files.find((file) => file.path === path)?.content ?? text;
  for (const edit of edits) {
    const result = applyEdits(next, edit);
    if (result.kind === "changed") next = result.content;
    else refused.push(refusal("model-edit-refused", { path, message: result.reason }));
  }
  if (next === text) return { text, refused };
  const reasons = [
    ...refuseCheats({ before: new Map([[path, text]]), after: new Map([[path, next]]) }),
    ...refuseGaps({ path, before: text, after: next }),
    ...refusePackages({ path, before: text, after: next, project }),
  ];
  return reasons.length === 0
    ? { text: next, refused }
    : { text, refused: [...refused, ...reasons] };
}

interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Secrets are taken out of what models are told: an answer must not bring the gap back as text. */
function refuseGaps({ path, before, after }: ChangedFile): readonly Diagnostic[] {
  const gaps = (text: string) => text.split("[redacted]").length;
  if (gaps(after) <= gaps(before)) return [];
  const message = "It writes over a secret that it was not told.";
  return [refusal("model-secret-lost", { path, message })];
}

/** A package that nobody declared may be anybody's. */
function refusePackages({
  path,
  before,
  after,
  project,
}: ChangedFile & { readonly project: Project }): readonly Diagnostic[] {
  const known = new Set(parseSource(path, before).sources.map(({ value }) => value));
  return parseSource(path, after)
    .sources.map(({ value }) => value)
    .filter((value) => !known.has(value) && isForeign(value, { path, project }))
    .map((value) => {
      const message = `It imports "${value}", which package.json does not name.`;
      return refusal("model-file-import", { path, message });
    });
}

function isForeign(
  specifier: string,
  { path, project }: { readonly path: string; readonly project: Project },
): boolean {
  if (/^(?:\.|node:)/.test(specifier) || project.resolve(path, specifier) !== null) return false;
  return !project.facts.declaredPackages.has(packageName(specifier));
}

function refusal(
  code: string,
  { path, message }: { readonly path: string; readonly message: string },
): Diagnostic {
  return diagnostic({ code, file: path, severity: "warning", message });
}

/** What the files of the project declare that this one imports, as far as there is room. */
async function declarationsOf(project: Project, path: string): Promise<string> {
  const parts: string[] = [];
  let room = mostDeclared;
  for (const imported of importsOf(project, path)) {
    const text = project.texts.get(imported);
    if (text === undefined || project.source(imported) === null) continue;
    const part = `${imported}:\n${(await moduleSurface(imported, text)).trim()}`;
    if (part.length > room) continue;
    room -= part.length;
    parts.push(part);
  }
  return parts.length === 0 ? "Nothing: it imports no file of the project." : parts.join("\n\n");
}

function findingsText(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ line, column, code, message }) => `line ${line}:${column} ${code}: ${message}`,
  );
  return lines.slice(0, mostFindings).join("\n");
}
