import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { AppFiles, FileContent } from "../spec/change-set.ts";
import type { GateReport } from "../spec/gate-report.ts";
import type { Feature } from "../spec/plan.ts";
import { blame } from "./blame-pages.ts";
import type { PagesByFeature } from "./pages-by-models.ts";

export interface ReplacedPages {
  readonly pages: PagesByFeature;
  /** For the report of the phase. */
  readonly notes: readonly Diagnostic[];
}

export interface RedPhase {
  readonly reports: readonly GateReport[];
  /** All features of the app so far. */
  readonly features: readonly Feature[];
  /** Ids of those that this phase adds. */
  readonly added: ReadonlySet<string>;
}

/** The app with pages by models in the places of those that we print. */
export function withPagesOf(app: AppFiles, pages: PagesByFeature): AppFiles {
  const written = new Map<string, FileContent>([...pages.values()].flatMap((own) => [...own]));
  return new Map([...app].map(([path, content]) => [path, written.get(path) ?? content]));
}

/** Features whose pages by models are others than before, or are there no more. */
export function changedPages(before: PagesByFeature, next: PagesByFeature): readonly string[] {
  const all = [...new Set([...before.keys(), ...next.keys()])];
  const textOf = (pages: PagesByFeature, id: string) => JSON.stringify([...(pages.get(id) ?? [])]);
  return all.filter((id) => textOf(before, id) !== textOf(next, id));
}

/** Takes the pages that we print for the features that the gates point to. Null: none is by a model. */
export function replacePages(pages: PagesByFeature, red: RedPhase): ReplacedPages | null {
  const faulty = faultyFeatures(pages, red);
  if (faulty.size === 0) return null;
  const notes = [...faulty].map(([id, found]) =>
    diagnostic({
      code: "model-files-replaced",
      name: id,
      severity: "warning",
      message: `The model's pages of "${id}" did not pass the gates, so those that we print are in the app: ${firstOf(found)}`,
    }),
  );
  return { pages: new Map([...pages].filter(([id]) => !faulty.has(id))), notes };
}

/**
 * The features with pages by models that red gates point to, with what was found in each. When they point to none, all
 * that came with this phase, with everything that was found.
 */
export function faultyFeatures(
  pages: PagesByFeature,
  { reports, features, added }: RedPhase,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const written = features.filter(({ id }) => pages.has(id));
  const { errors, byFeature } = blame(reports, written);
  if (byFeature.size > 0) return byFeature;
  return new Map([...pages.keys()].filter((id) => added.has(id)).map((id) => [id, errors]));
}

/** The first of some findings, on one line. */
export function firstOf(findings: readonly Diagnostic[]): string {
  const [found] = findings;
  if (found === undefined) return "no finding points to a file.";
  const { file, line } = found.subject;
  const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}: `;
  return `${place}${found.message.split("\n")[0] ?? ""}`;
}
