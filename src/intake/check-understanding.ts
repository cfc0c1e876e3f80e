import { unknownFeature } from "../catalog/check-ids.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { requiredClosure } from "../catalog/closure.ts";
import { valueDiagnostics } from "../catalog/parameter-values.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { isQuotedFrom } from "../core/is-quoted-from.ts";
import type { UnderstandingAnswer } from "./understanding.ts";

interface Context {
  readonly request: string;
  readonly catalog: Catalog;
}

/** Where a model's answer says more than the request and the catalog do. */
export function checkUnderstanding(
  answer: UnderstandingAnswer,
  context: Context,
): readonly Diagnostic[] {
  const named = [...answer.features, ...answer.excluded];
  const quotes = [
    ...named,
    ...answer.limits,
    ...answer.wishes,
    ...answer.changes,
    answer.look ?? [],
  ].flat();
  return [
    ...named.flatMap(({ id }) => checkId(id, context.catalog)),
    ...twice(answer.features.map(({ id }) => id)),
    ...twice(answer.excluded.map(({ id }) => id)),
    ...checkExclusions(answer, context.catalog),
    ...checkLimits(answer, context.catalog),
    ...quotes.flatMap(({ evidence }) => checkEvidence(evidence, context.request)),
    ...answer.notUnderstood.flatMap((words) => checkEvidence(words, context.request)),
  ];
}

function checkId(id: string, catalog: Catalog): readonly Diagnostic[] {
  const blueprint = catalog.entries.get(id)?.blueprint;
  if (blueprint === undefined) {
    const { code, message, fix } = unknownFeature(id, {
      file: "",
      line: 1,
      column: 1,
      known: catalog.entries.keys(),
    });
    return [diagnostic({ code, message, fix, name: id })];
  }
  return blueprint.base
    ? [refused("base", { name: id, message: `"${id}" is part of every app: do not name it.` })]
    : [];
}

function twice(ids: readonly string[]): readonly Diagnostic[] {
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => refused("twice", { name: id, message: `"${id}" is named twice.` }));
}

/** An exclusion takes with it all that requires the excluded feature. */
function checkExclusions(answer: UnderstandingAnswer, catalog: Catalog): readonly Diagnostic[] {
  const excluded = new Set(answer.excluded.map(({ id }) => id));
  return answer.features.flatMap(({ id }) =>
    [...requiredClosure(catalog, [id])]
      .filter((needed) => excluded.has(needed))
      .map((needed) =>
        refused("excluded", {
          name: id,
          message:
            needed === id
              ? `"${id}" is both wanted and excluded.`
              : `"${id}" requires "${needed}", which is excluded: leave out "${id}" too.`,
        }),
      ),
  );
}

function checkLimits(
  { features, limits }: UnderstandingAnswer,
  catalog: Catalog,
): readonly Diagnostic[] {
  const wanted = requiredClosure(
    catalog,
    features.map(({ id }) => id),
  );
  return limits.flatMap(({ feature, parameter, value }) => {
    const blueprint = catalog.entries.get(feature)?.blueprint;
    if (blueprint === undefined || !wanted.has(feature)) {
      const message = `The limit of "${feature}" is for no wanted feature.`;
      return [refused("limit", { name: feature, message })];
    }
    return valueDiagnostics(blueprint, { [parameter]: value });
  });
}

/** Evidence is whole words of the request, whatever their case and the space between them. */
function checkEvidence(evidence: string, request: string): readonly Diagnostic[] {
  if (isQuotedFrom(request, evidence)) return [];
  return [
    refused("evidence", {
      name: evidence,
      message: `"${evidence}" does not occur in the request: copy words of it, or leave out what it shall prove.`,
    }),
  ];
}

function refused(
  what: string,
  { name, message }: { readonly name: string; readonly message: string },
): Diagnostic {
  return diagnostic({ code: `intake-model-${what}`, name, message });
}
