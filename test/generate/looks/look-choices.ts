import { join } from "node:path";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { readTemplateFiles } from "../../../src/catalog/read-template-files.ts";
import { composeApp } from "../../../src/generate/compose-app.ts";
import { assemblePlan } from "../../../src/plan/assemble-plan.ts";
import type { AppFiles, FileContent } from "../../../src/spec/change-set.ts";

type Look = Readonly<Record<string, string>>;

const base = "app-shell";

/** Every combination of the choices of the base feature, and its files, or some, as they are composed with one of them. */
export async function lookChoices() {
  const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../../templates"));
  const entry = catalog.entries.get(base);
  if (entry === undefined) throw new Error(`The catalog has no ${base}.`);
  const template = await readTemplateFiles(entry);
  const choices = Object.entries(entry.blueprint.parameters).flatMap(([id, parameter]) =>
    parameter.kind === "choice" ? [{ id, values: Object.keys(parameter.values) }] : [],
  );
  const looks = choices.reduce<readonly Look[]>(
    (all, { id, values }) =>
      all.flatMap((look) => values.map((value) => ({ ...look, [id]: value }))),
    [{}],
  );
  const compose = async (
    look: Look,
    paths: readonly string[] = [...template.keys()],
  ): Promise<AppFiles> => {
    const brief = {
      request: "a test",
      appName: "Zettel",
      slug: "zettel",
      features: [],
      excluded: [],
      parameters: { [base]: look },
      assumptions: [],
      notUnderstood: [],
    };
    const files = paths.map((path): [string, FileContent] => [path, template.get(path) ?? ""]);
    const templates = new Map([[base, new Map(files)]]);
    return composeApp({ plan: assemblePlan(brief, catalog), upTo: 1, templates });
  };
  return { looks, compose };
}
