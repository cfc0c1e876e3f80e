import type { Catalog } from "../catalog/catalog.ts";
import { InputError } from "../core/errors.ts";
import type { Brief } from "../spec/brief.ts";
import { suggestionFor } from "./suggestions.ts";

/** Most features that an error names. */
const shownFeatures = 8;

/** Most characters of a request. */
const longestRequest = 4000;

/** @throws InputError when the request is empty, has only blanks, or is longer than 4,000 characters. */
export function refuseLength(request: string, catalog: Catalog): void {
  if (request.trim() === "") throw emptyRequest(catalog);
  if (request.length <= longestRequest) return;
  throw new InputError(
    `The request has ${request.length} characters; at most ${longestRequest} are allowed.`,
    { nextSteps: ["Say in a few sentences what the app is and which features it has."] },
  );
}

function emptyRequest(catalog: Catalog): InputError {
  return new InputError("The request is empty; say in a sentence what to build.", {
    nextSteps: waysOn(catalog),
  });
}

/** Not one word names something that can be built. */
export function senselessRequest(words: readonly string[], catalog: Catalog): InputError {
  const shown = words
    .slice(0, 5)
    .map((word) => `"${word}"`)
    .join(", ");
  const message =
    words.length === 0
      ? "The request names nothing that can be built."
      : `The request names nothing that can be built: ${shown}${words.length > 5 ? ", ..." : ""} ${words.length === 1 ? "is" : "are"} not known.`;
  const suggestions = words.flatMap((word) => {
    const nearest = suggestionFor(word, catalog);
    return nearest === null ? [] : [`"${word}": did you mean "${nearest}"?`];
  });
  return new InputError(message, { nextSteps: [...suggestions, ...waysOn(catalog)] });
}

/** All that is asked for is ruled out too, itself or by what it requires; or the request only says what to leave out. */
export function nothingLeft(
  {
    excluded,
    dropped,
  }: { readonly excluded: Brief["excluded"]; readonly dropped: Brief["excluded"] },
  catalog: Catalog,
): InputError {
  const titles = (list: Brief["excluded"]) =>
    list.map(({ id }) => catalog.entries.get(id)?.blueprint.title ?? id).join(", ");
  const because =
    dropped.length === 0 ? "and asks for nothing else" : `which is required by ${titles(dropped)}`;
  return new InputError(
    `Nothing is left to build: the request rules out ${titles(excluded)}, ${because}.`,
    { nextSteps: waysOn(catalog) },
  );
}

function waysOn(catalog: Catalog): readonly string[] {
  const archetypes = catalog.archetypes.map(({ title }) => title);
  const features = [...catalog.entries.values()]
    .filter(({ blueprint }) => blueprint.aliases.length > 0)
    .map(({ blueprint }) => blueprint.title);
  const example = archetypes[0] ?? features[0];
  const stored = catalog.pages === null ? null : (catalog.resources?.example ?? null);
  const more = features.length > shownFeatures ? ", ..." : "";
  return [
    ...(archetypes.length === 0 ? [] : [`Apps that can be built: ${archetypes.join(", ")}.`]),
    ...(features.length === 0
      ? []
      : [`Features they can have: ${features.slice(0, shownFeatures).join(", ")}${more}.`]),
    ...(example === undefined ? [] : [`Try: megamind plan ${JSON.stringify(example)}`]),
    ...(stored === null
      ? []
      : [`Or say what is stored, in the plural: megamind plan ${JSON.stringify(stored)}`]),
  ];
}
