import type { Catalog } from "../../catalog/catalog.ts";
import { valueDiagnostics } from "../../catalog/parameter-values.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { isQuotedFrom } from "../../core/is-quoted-from.ts";
import type { Brief } from "../../spec/brief.ts";
import type { Adaptations, Setting } from "./adaptations.ts";

interface Context {
  readonly catalog: Catalog;
  readonly brief: Brief;
  /** Ids of all features of the app. */
  readonly features: ReadonlySet<string>;
  /** The request and the wishes, of which every claim quotes words. */
  readonly sources: readonly string[];
}

/** Where a model's answer says more than the wishes and the parameters of the app do. */
export function checkAdaptations(
  { values, unmet }: Adaptations,
  context: Context,
): readonly Diagnostic[] {
  const names = values.map(nameOf);
  return [
    ...values.flatMap((setting) => checkSetting(setting, context)),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => refused("twice", { name, message: `"${name}" is set twice.` })),
    ...[...values, ...unmet].flatMap(({ evidence }) => checkEvidence(evidence, context.sources)),
    ...(values.length + unmet.length > 0
      ? []
      : [
          refused("nothing", { message: "No wish is answered: set values, or say what is unmet." }),
        ]),
  ];
}

function checkSetting(
  setting: Setting,
  { catalog, brief, features }: Context,
): readonly Diagnostic[] {
  const { feature, parameter, value } = setting;
  const name = nameOf(setting);
  const blueprint = catalog.entries.get(feature)?.blueprint;
  if (blueprint === undefined || !features.has(feature)) {
    return [refused("feature", { name, message: `"${feature}" is no feature of the app.` })];
  }
  const given = brief.parameters[feature] ?? {};
  const before = Object.hasOwn(given, parameter) ? given[parameter] : undefined;
  if (before !== undefined && before !== value) {
    const message = `"${name}" is ${before} already, by the request: leave it out.`;
    return [refused("given", { name, message })];
  }
  return valueDiagnostics(blueprint, { [parameter]: value });
}

function checkEvidence(evidence: string, sources: readonly string[]): readonly Diagnostic[] {
  if (sources.some((source) => isQuotedFrom(source, evidence))) return [];
  const message = `"${evidence}" does not occur in the request: copy words of it, or leave out what it shall prove.`;
  return [refused("evidence", { name: evidence, message })];
}

function nameOf({ feature, parameter }: Setting): string {
  return `${feature}.${parameter}`;
}

function refused(
  what: string,
  { name, message }: { readonly name?: string; readonly message: string },
): Diagnostic {
  return diagnostic({ code: `adapt-model-${what}`, name, message });
}
