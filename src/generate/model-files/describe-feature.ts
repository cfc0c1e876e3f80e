import { pagePlan } from "../../catalog/pages/page-plan.ts";
import { compareText } from "../../core/compare-text.ts";
import { checkText } from "../../spec/acceptance.ts";
import type { Entity } from "../../spec/entity.ts";
import type { Field } from "../../spec/field.ts";
import { ruleText } from "../../spec/rule-text.ts";
import type { FeatureContract } from "./feature-contract.ts";
import { stemOf } from "./import-rules.ts";
import { keptTexts } from "./kept-texts.ts";
import { moduleSurface } from "./module-surface.ts";
import { parseModule } from "./source-module.ts";

/**
 * The contract of a feature in words: what it stores, who may do what, its pages, and what its other files and those
 * of other features that its pages use declare. Shared files that every writer sees are left out.
 */
export async function describeFeature(
  contract: FeatureContract,
  shared: ReadonlySet<string>,
): Promise<string> {
  const { feature, fixed, app } = contract;
  const { blueprint } = feature;
  const used = (await importedFiles(contract)).filter(
    (path) => !shared.has(path) && !fixed.has(path) && !contract.pages.has(path),
  );
  const sources = [...fixed.keys(), ...used].flatMap((path) => {
    const text = app.get(path);
    return typeof text === "string" ? [{ path, text }] : [];
  });
  const surfaces = await Promise.all(
    sources.map(async ({ path, text }) => `${path}:\n${(await moduleSurface(path, text)).trim()}`),
  );
  return [
    `${blueprint.title} (${feature.id}): ${blueprint.summary}`,
    [
      "What a person can see working:",
      ...blueprint.acceptance.map((check) => `- ${checkText(check)}`),
    ].join("\n"),
    ...blueprint.entities.map(entityText),
    [
      "Pages:",
      ...blueprint.routes.map(({ path, component, file }) => `- ${path}: ${component} of ${file}`),
      ...toggleLines(contract),
    ].join("\n"),
    ["Texts that tests look for, to be kept word by word:", ...(await keptLines(contract))].join(
      "\n",
    ),
    "What its other files declare, and those of other features that its pages use:",
    ...surfaces,
  ].join("\n\n");
}

/** Files of the app that the pages of a feature import now, in order. */
export async function importedFiles({ pages, app }: FeatureContract): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const [path, text] of pages) {
    const { module } = await parseModule(path, text);
    for (const { source } of module?.sources ?? []) {
      const stem = source === null ? null : stemOf(path, source);
      for (const file of [`${stem}.ts`, `${stem}.tsx`]) if (app.has(file)) found.add(file);
    }
  }
  return [...found].toSorted(compareText);
}

async function keptLines(contract: FeatureContract): Promise<readonly string[]> {
  const kept = [...(await keptTexts(contract))].filter(([, texts]) => texts.length > 0);
  return kept.map(([path, texts]) => `- ${path}: ${texts.map((text) => `"${text}"`).join(", ")}`);
}

function toggleLines({ feature }: FeatureContract): readonly string[] {
  return pagePlan(feature.blueprint).toggles.map(
    ({ component, file, parent }) => `- on the page of a ${parent.entity}: ${component} of ${file}`,
  );
}

function entityText(entity: Entity): string {
  const { name, table, title, description, fields, references, key, owner, access } = entity;
  const rules = (["select", "insert", "update", "delete"] as const).map(
    (command) => `${command}: ${ruleText(access[command])}`,
  );
  return [
    `Entity ${name} (table ${table}, "${title}"). ${description}`.trim(),
    ...fields.map((field) => `- ${fieldText(field)}`),
    ...references.map(
      ({ field, to, required, onDelete }) =>
        `- ${field}: refers to ${to}, ${required ? "required" : "optional"}, ${onDelete} when that is deleted`,
    ),
    `- ${key === null ? "id" : `key ${key.join(", ")}`}; owner: ${owner ?? "none"}`,
    `- who may ${rules.join("; ")}`,
  ].join("\n");
}

const told: ReadonlySet<string> = new Set(["name", "type", "description", "required"]);

function fieldText(field: Field): string {
  const { name, type, description, required } = field;
  const limits = Object.entries(field)
    .filter(([key, value]) => !told.has(key) && value !== null && value !== undefined)
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  const words = [type, required ? "required" : "optional", ...limits].join(", ");
  return `${name}: ${words}${description === "" ? "" : `. ${description}`}`;
}
