import type { Diagnostic } from "../core/diagnostic.ts";
import { compareText } from "../core/compare-text.ts";
import { InputError } from "../core/errors.ts";
import { renameNouns, type NounRenames } from "../core/noun-rename.ts";
import type { Slot } from "../spec/blueprint.ts";
import type { AppFiles, FileContent } from "../spec/change-set.ts";
import type { Feature, Plan } from "../spec/plan.ts";
import { appIdentity } from "./app-identity.ts";
import { bindConstants, constantsOf } from "./bind-constants.ts";
import { bindLiterals, literalsOf } from "./bind-literals.ts";
import { readDirective, resolveConditions, type Condition } from "./directives.ts";
import { fillSlots } from "./fill-slots.ts";
import { formatSource } from "./format-source.ts";
import type { FormatSource } from "./remember-format.ts";
import { slotEntries, type SlotEntry } from "./slot-entries.ts";

interface ComposeInput {
  readonly plan: Plan;
  /** The newest phase whose features are in the app. */
  readonly upTo: number;
  /** Template files by feature id, paths as in the template (before nouns are renamed). */
  readonly templates: ReadonlyMap<string, AppFiles>;
  /** Default: `formatSource`. */
  readonly format?: FormatSource;
}

interface Composition {
  readonly plan: Plan;
  readonly present: ReadonlySet<string>;
  readonly entries: readonly SlotEntry[];
  readonly filled: ReadonlySet<string>;
}

/**
 * The app that the features of phases 1 to `upTo` make together: a pure function of plan and
 * templates, so the same plan gives the same bytes.
 * @throws InputError when a template's directives are wrong; it names file and line.
 */
export async function composeApp(input: ComposeInput): Promise<AppFiles> {
  const { format = formatSource } = input;
  const features = input.plan.features.filter((feature) => feature.phase <= input.upTo);
  const entries = slotEntries(features);
  const composition: Composition = {
    plan: input.plan,
    present: new Set(features.map((feature) => feature.id)),
    entries,
    filled: new Set(entries.map((entry) => entry.slot)),
  };
  const diagnostics: Diagnostic[] = [];
  const composed: [string, FileContent][] = [];
  for (const feature of features) {
    const files = input.templates.get(feature.id) ?? new Map<string, FileContent>();
    const result = composeFeature(feature, files, composition);
    diagnostics.push(...result.diagnostics);
    composed.push(...result.files);
  }
  if (diagnostics.length > 0) {
    throw new InputError("The templates cannot be composed.", {
      diagnostics,
      nextSteps: ["Correct the template lines named above, then run the command again."],
    });
  }
  const formatted = await Promise.all(
    composed.map(async ([path, content]): Promise<[string, FileContent]> => [
      path,
      typeof content === "string" ? await format(path, content) : content,
    ]),
  );
  return new Map(formatted.toSorted(([left], [right]) => compareText(left, right)));
}

function composeFeature(feature: Feature, files: AppFiles, composition: Composition) {
  const constants = constantsOf(feature);
  const literals = literalsOf(feature);
  const wanted = wantedFiles(feature, composition.present);
  const slots = new Map(feature.blueprint.slots.map((slot): [string, Slot] => [slot.name, slot]));
  const diagnostics: Diagnostic[] = [];
  const composed: [string, FileContent][] = [];
  for (const [templatePath, content] of files) {
    const path = renameNouns(templatePath, feature.nouns);
    if (!wanted.has(path)) continue;
    if (typeof content !== "string") {
      composed.push([path, content]);
      continue;
    }
    const bound = bindLiterals(bindConstants(content, constants), literals);
    const named = appIdentity(bound, composition.plan.brief);
    const conditional = resolveConditions({
      file: path,
      text: renameLines(named, feature.nouns),
      holds: (condition) => holds(condition, { feature, composition }),
    });
    const filled = fillSlots({
      file: path,
      text: conditional.text,
      slots,
      entries: composition.entries,
    });
    diagnostics.push(...conditional.diagnostics, ...filled.diagnostics);
    composed.push([path, filled.text]);
  }
  return { files: composed, diagnostics };
}

function holds(
  condition: Condition,
  { feature, composition }: { readonly feature: Feature; readonly composition: Composition },
): boolean {
  switch (condition.subject) {
    case "slot":
      return composition.filled.has(condition.name);
    case "feature":
      return composition.present.has(condition.name);
    case "value":
      return condition.values.some((value) => value === feature.parameters[condition.name]);
  }
}

/** The feature's own files and those of its joins whose partners are all in the app. */
function wantedFiles(feature: Feature, present: ReadonlySet<string>): ReadonlySet<string> {
  const joined = feature.blueprint.joins
    .filter((join) => join.with.every((id) => present.has(id)))
    .flatMap((join) => join.files);
  return new Set([...feature.blueprint.files, ...joined]);
}

/** Renames nouns in all lines but directives, whose slot and feature names are the catalog's own. */
function renameLines(text: string, nouns: NounRenames): string {
  const lines = text.split("\n");
  return lines
    .map((line) => (readDirective(line) === null ? renameNouns(line, nouns) : line))
    .join("\n");
}
