import { sentence } from "../../catalog/pages/names.ts";
import type { PageEntity, ToggleEntity } from "../../catalog/pages/page-plan.ts";
import type { PageSettings } from "../../catalog/pages/pages.ts";
import { BugError } from "../../core/errors.ts";
import type { AccessRule } from "../../spec/access-rule.ts";
import type { Field, TextField } from "../../spec/field.ts";
import { importPath } from "../slot-entries.ts";
import { fillTemplate } from "./fill-template.ts";
import type { PageContext } from "./page-context.ts";
import { pageTemplate } from "./page-template.ts";
import { safeWords } from "./safe-words.ts";

/** The control on its parent's page by which people make and remove their own row: a button, or one for each choice. */
export function toggleFile(toggle: ToggleEntity, context: PageContext): string {
  const { entity, labels } = toggle;
  const parent = parentPage(toggle, context);
  const choice = choiceOf(toggle);
  const counter = entity.counters.find(({ reference }) => reference === toggle.parent.field);
  const isRead = areRowsShared(entity.access.select);
  const said = toggleWords(toggle, context.pages.settings);
  const canUpdate = entity.access.update !== "nobody";
  const canDelete = entity.access.delete !== "nobody";
  const hasCounter = choice === null && counter !== undefined;
  const isPublic = hasCounter ? parent.audience === "public" : entity.access.select === "everyone";
  return fillTemplate(pageTemplate(context, choice === null ? "toggle.tsx" : "choice-toggle.tsx"), {
    words: {
      ...said,
      component: toggle.component,
      countName: hasCounter ? "data" : "count",
      countValue: hasCounter ? `data[0]?.${counter.column} ?? 0` : "count ?? 0",
      counter: counter?.column ?? "",
      field: choice?.name ?? "",
      manyInside: labels.manyInside,
      one: labels.one,
      oneInside: labels.oneInside,
      parentField: toggle.parent.field,
      parentTable: parent.entity.table,
      parentType: parent.type,
      parentVariable: parent.variable,
      table: entity.table,
      type: toggle.component.replace(/Toggle$/, ""),
      types: importPath(context.plan.files.types),
      userField: toggle.userField,
    },
    flags: {
      canDelete,
      canUpdate,
      counted: isRead || hasCounter,
      counter: hasCounter,
      fixed: !canDelete && !canUpdate,
      open: isPublic,
    },
    code: { choices: (choice?.oneOf ?? []).map(printChoice).join("\n") },
  });
}

/** The page on which the toggle is. */
export function parentPage(toggle: ToggleEntity, { plan }: PageContext): PageEntity {
  const parent = plan.pages.find(({ entity }) => entity.name === toggle.parent.entity);
  if (parent === undefined) throw new BugError(`${toggle.entity.name} is on no page.`);
  return parent;
}

type ChoiceField = TextField & { readonly oneOf: readonly string[] };

/** The field whose value people choose; null when the row itself is all there is to say. */
export function choiceOf({ entity }: ToggleEntity): ChoiceField | null {
  return entity.fields.find(isChoice) ?? null;
}

function isChoice(field: Field): field is ChoiceField {
  return field.type === "text" && field.oneOf !== null && field.required && field.default === null;
}

interface ToggleWords extends Record<string, string> {
  readonly off: string;
  readonly on: string;
  readonly icon: string;
}

/** What the button says. */
export function toggleWords(toggle: ToggleEntity, { toggles }: PageSettings): ToggleWords {
  const parts = toggle.entity.name.split("_").toReversed();
  const known = parts.flatMap(
    (part) => toggles.known.find(({ words }) => words.includes(part)) ?? [],
  );
  const [found] = known;
  const { one } = toggle.labels;
  return found === undefined
    ? { off: one, on: one, icon: toggles.default.icon }
    : { off: found.off, on: found.on, icon: found.icon };
}

/** Whether the toggle shows how many rows there are. */
export function countsRows({ entity, parent }: ToggleEntity): boolean {
  const hasCounter = entity.counters.some(({ reference }) => reference === parent.field);
  return hasCounter || areRowsShared(entity.access.select);
}

/** Whether people who see the parent read each other's rows, so that these can be counted. */
function areRowsShared(rule: AccessRule): boolean {
  if (typeof rule === "string") return rule === "everyone" || rule === "signed-in";
  if ("anyOf" in rule) return rule.anyOf.some(areRowsShared);
  if ("allOf" in rule) return rule.allOf.every(areRowsShared);
  return "through" in rule || "member" in rule;
}

function printChoice(value: string): string {
  const label = JSON.stringify(choiceLabel(value));
  return `{ value: ${JSON.stringify(value)}, label: ${label} },`;
}

/** A choice as people read it: `half_day` is "Half day". */
export function choiceLabel(value: string): string {
  return safeWords(/^[a-z_-]+$/.test(value) ? sentence(value) : value);
}
