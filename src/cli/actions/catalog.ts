import { z } from "zod";
import type { Catalog } from "../../catalog/catalog.ts";
import { loadCatalog, refuseBroken } from "../../catalog/load-catalog.ts";
import { InputError } from "../../core/errors.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { nearestTexts } from "../../core/nearest-text.ts";
import { archetypeLines, blueprintLines, catalogLines } from "../output/catalog-lines.ts";
import { printJson, printLine, printNote } from "../output/console.ts";
import { diagnosticLines } from "../output/diagnostic-lines.ts";

const optionsSchema = z.object({ json: z.boolean(), templates: z.string() });

/** `megamind catalog`: all features and archetypes, or one of them. Findings go to stderr; errors end with 2. */
export async function catalog(id: string | undefined, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const loaded = await loadCatalog(options.templates);
  refuseBroken(loaded);
  const { json, lines } =
    id === undefined ? wholeCatalog(loaded.catalog) : oneOf(loaded.catalog, id);
  if (options.json) printJson(json);
  else lines.forEach(printLine);
  loaded.diagnostics.flatMap(diagnosticLines).forEach(printNote);
  return exitCode.done;
}

interface Shown {
  readonly json: unknown;
  readonly lines: readonly string[];
}

function wholeCatalog(loaded: Catalog): Shown {
  const features = [...loaded.entries.values()].map((entry) => entry.blueprint);
  return { json: { archetypes: loaded.archetypes, features }, lines: catalogLines(loaded) };
}

function oneOf(loaded: Catalog, id: string): Shown {
  const blueprint = loaded.entries.get(id)?.blueprint;
  if (blueprint !== undefined) return { json: blueprint, lines: blueprintLines(blueprint) };
  const archetype = loaded.archetypes.find((each) => each.id === id);
  if (archetype !== undefined) return { json: archetype, lines: archetypeLines(archetype) };
  const candidates = [...loaded.entries.keys(), ...loaded.archetypes.map((each) => each.id)];
  const [nearest] = nearestTexts(id, { candidates });
  throw new InputError(`The catalog has no feature and no app "${id}".`, {
    nextSteps: [
      ...(nearest === undefined ? [] : [`The nearest is "${nearest}".`]),
      "See all of them with: megamind catalog",
    ],
  });
}
