import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { AppFiles, FileContent } from "../spec/change-set.ts";
import type { GateReport } from "../spec/gate-report.ts";
import type { Feature } from "../spec/plan.ts";
import { blame } from "./blame-pages.ts";
import type { ModelPages, PagesByFeature } from "./model-pages.ts";

/** The pages by models in a phase that is being built, and what became of the others. */
export interface PhasePages {
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

/** Asks the models of the features that the gates point to, once. Null: there is nothing to repair. */
export async function repairPages(
  before: PhasePages,
  { reports, features, added }: RedPhase,
  modelPages: ModelPages,
): Promise<PhasePages | null> {
  const { errors, byFeature } = blame(reports, writtenOf(features, before.pages));
  const ids = culprits(before.pages, { blamed: [...byFeature.keys()], added });
  if (ids.length === 0) return null;
  const faulty = ids.map((feature) => ({
    feature,
    pages: before.pages.get(feature) ?? new Map<string, string>(),
    findings: byFeature.get(feature) ?? errors,
  }));
  const news = await modelPages.repaired(faulty);
  const pages = new Map([...before.pages, ...news.pages]);
  const changed = changedPages(before.pages, pages);
  const said = ids.map((id) => {
    const outcome = changed.includes(id) ? "and changed" : "but came back as they were";
    return note("model-files-repaired", {
      name: id,
      severity: "info",
      message: `The gates were red, so the model's pages of "${id}" were sent back, ${outcome}: ${first(byFeature.get(id) ?? errors)}`,
    });
  });
  return { pages, notes: [...before.notes, ...said, ...news.diagnostics] };
}

/** Features whose pages by models are others than before, or are there no more. */
export function changedPages(before: PagesByFeature, next: PagesByFeature): readonly string[] {
  const all = [...new Set([...before.keys(), ...next.keys()])];
  const textOf = (pages: PagesByFeature, id: string) => JSON.stringify([...(pages.get(id) ?? [])]);
  return all.filter((id) => textOf(before, id) !== textOf(next, id));
}

/** Takes the pages that we print for the features that the gates point to. Null: none is by a model. */
export function replacePages(
  before: PhasePages,
  { reports, features, added }: RedPhase,
): PhasePages | null {
  const { errors, byFeature } = blame(reports, writtenOf(features, before.pages));
  const ids = new Set(culprits(before.pages, { blamed: [...byFeature.keys()], added }));
  if (ids.size === 0) return null;
  const said = [...ids].map((id) =>
    note("model-files-replaced", {
      name: id,
      severity: "warning",
      message: `The model's pages of "${id}" did not pass the gates, so those that we print are in the app: ${first(byFeature.get(id) ?? errors)}`,
    }),
  );
  return {
    pages: new Map([...before.pages].filter(([id]) => !ids.has(id))),
    notes: [...before.notes, ...said],
  };
}

function writtenOf(features: readonly Feature[], pages: PagesByFeature): readonly Feature[] {
  return features.filter(({ id }) => pages.has(id));
}

/** Those that are pointed to; when none is, all that came with this phase. */
function culprits(
  pages: PagesByFeature,
  { blamed, added }: { readonly blamed: readonly string[]; readonly added: ReadonlySet<string> },
): readonly string[] {
  return blamed.length > 0 ? blamed : [...pages.keys()].filter((id) => added.has(id));
}

function first(findings: readonly Diagnostic[]): string {
  const [found] = findings;
  if (found === undefined) return "no finding points to a file.";
  const { file, line } = found.subject;
  const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}: `;
  return `${place}${found.message.split("\n")[0] ?? ""}`;
}

function note(
  code: string,
  about: Pick<Diagnostic, "severity" | "message"> & { readonly name: string },
): Diagnostic {
  return diagnostic({ code, ...about });
}
