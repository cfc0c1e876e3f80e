import { z } from "zod";
import type { Catalog } from "../../catalog/catalog.ts";
import { loadSoundCatalog } from "../../catalog/load-catalog.ts";
import { InputError } from "../../core/errors.ts";
import { exitCode, type ExitCode } from "../../core/exit-code.ts";
import { nearestTexts } from "../../core/nearest-text.ts";
import type { Blueprint } from "../../spec/blueprint.ts";
import { blueprintLines, catalogLines } from "../output/catalog-lines.ts";
import { printJson, printLine } from "../output/console.ts";

const optionsSchema = z.object({ json: z.boolean(), templates: z.string() });

/** `megamind catalog`: all features and archetypes, or one feature. */
export async function catalog(id: string | undefined, given: unknown): Promise<ExitCode> {
  const options = optionsSchema.parse(given);
  const loaded = await loadSoundCatalog(options.templates);
  if (id !== undefined) {
    const blueprint = findBlueprint(loaded, id);
    if (options.json) printJson(blueprint);
    else blueprintLines(blueprint).forEach(printLine);
  } else if (options.json) {
    const features = [...loaded.entries.values()].map((entry) => entry.blueprint);
    printJson({ archetypes: loaded.archetypes, features });
  } else {
    catalogLines(loaded).forEach(printLine);
  }
  return exitCode.done;
}

function findBlueprint(loaded: Catalog, id: string): Blueprint {
  const entry = loaded.entries.get(id);
  if (entry !== undefined) return entry.blueprint;
  const [nearest] = nearestTexts(id, { candidates: loaded.entries.keys() });
  throw new InputError(`The catalog has no feature "${id}".`, {
    nextSteps: [
      ...(nearest === undefined ? [] : [`The nearest is "${nearest}".`]),
      "See all of them with: megamind catalog",
    ],
  });
}
