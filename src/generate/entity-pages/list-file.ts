import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import { rulesWithin } from "../../schema/rule-tree.ts";
import type { Field } from "../../spec/field.ts";
import { fillTemplate } from "./fill-template.ts";
import { fragment } from "./fragments.ts";
import { fieldLabel, isLongText } from "./field-words.ts";
import type { PageContext } from "./page-context.ts";
import { pageTemplate } from "./page-template.ts";
import { importLine, pageFlags, pageWords } from "./page-words.ts";
import { labelColumn } from "./row-label.ts";
import { shownLinks } from "./row-links.ts";
import { ruleCode } from "./rule-code.ts";
import { linkCode, valueCode } from "./value-code.ts";

/** Facts beside the title of a row in a list. */
const MOST_FACTS = 3;

/** The page of a list, or of a part the section of its parent's page. */
export function listFile(page: PageEntity, context: PageContext): string {
  const { picture, parent } = page;
  const words = pageWords(page, context);
  const mayAdd = addRule(page, context);
  const add = page.canInsert && mayAdd !== "false";
  const facts = factsCode(page, context);
  return fillTemplate(
    pageTemplate(context, parent === null ? "list-page.tsx" : "list-section.tsx"),
    {
      words: { ...words, emptyText: emptyText(page) },
      flags: {
        ...pageFlags(page),
        canInsert: add,
        always: add && mayAdd === "true",
        sometimes: add && mayAdd !== "true",
        never: !add,
        asksUser: add && /\buser\b/.test(mayAdd),
      },
      code: {
        imports: [
          ...(picture === null ? [] : [importLine([picture.show], picture.file)]),
          ...linkImports(page, context),
        ].join("\n"),
        factsAttribute: factsAttribute(facts),
        mayAdd: /\|\|/.test(mayAdd) ? `(${mayAdd})` : mayAdd,
        emptyAction: mayAdd === "true" ? "addLink" : `${mayAdd} && addLink`,
        addLink: addLink(page, { context, mayAdd, add }),
      },
    },
  );
}

function emptyText({ audience, entity, labels, parent }: PageEntity): string {
  // The list of who is no member is empty, too, and must not say that there is nothing.
  const { select } = entity.access;
  if (rulesWithin(select).some((rule) => typeof rule !== "string" && "member" in rule)) {
    return `Members see the ${labels.manyInside} here.`;
  }
  return parent === null && audience === "own"
    ? "What you add appears here, and only you see it."
    : `Add the first ${labels.oneInside}: it appears here.`;
}

/** Who may add rows, as far as a list can know. Visitors may try as well: they are led to log in. */
function addRule(page: PageEntity, context: PageContext): string {
  const rule = ruleCode(page.entity.access.insert, { page, context, row: null });
  return rule === fragment(context, "ruleSignedIn", {}) ? "true" : rule;
}

function addLink(
  page: PageEntity,
  { context, mayAdd, add }: { context: PageContext; mayAdd: string; add: boolean },
): string {
  if (!add || page.parent === null) return "";
  const button = fragment(context, "buttonAdd", { words: pageWords(page, context) });
  return mayAdd === "true" ? button : `{(${mayAdd}) && (${button})}`;
}

/** The labels of rows of the feature that this one shows. */
function linkImports(page: PageEntity, context: PageContext): readonly string[] {
  const labels = shownFacts(page, context).links.flatMap(({ page: target }) =>
    target === null || target === page ? [] : `${target.variable}Label`,
  );
  return labels.length === 0 ? [] : [importLine([...new Set(labels)], context.plan.files.types)];
}

function factsAttribute(facts: readonly string[]): string {
  const [only] = facts;
  if (only === undefined) return "";
  // A text that may be missing needs the function that leaves out what is.
  const isSure = facts.length === 1 && /^(?:format|`)/.test(only);
  return `facts={${isSure ? only : `joinFacts(${facts.join(", ")})`}}`;
}

function factsCode(page: PageEntity, context: PageContext): readonly string[] {
  const { fields, links } = shownFacts(page, context);
  const codes = [
    ...fields.map((field) => shortFact(field, context)),
    ...links.map((link) => linkCode(link, { row: "row", context })),
  ];
  return codes.filter((code) => code !== null);
}

/** A number alone says nothing. */
function shortFact(field: Field, context: PageContext): string | null {
  const value = valueCode(field, { row: "row", context });
  const isNumber = field.type === "integer" || field.type === "numeric";
  return value === null || !isNumber
    ? value
    : fragment(context, "namedValue", { words: { label: fieldLabel(field) }, code: { value } });
}

/** What says most about a row beside its title: sets, times and numbers before texts; then who made it. */
function shownFacts(page: PageEntity, context: PageContext) {
  const { entity, parent } = page;
  const title = labelColumn(entity);
  const fields = entity.fields
    .filter(
      (field) => field.name !== title && rank(field) > 0 && field.name !== page.picture?.field,
    )
    .toSorted((left, right) => rank(right) - rank(left))
    .slice(0, MOST_FACTS - 1);
  const links = shownLinks(page, context)
    .filter(({ reference }) => reference.field !== parent?.field)
    .slice(0, MOST_FACTS - fields.length);
  return { fields, links };
}

function rank(field: Field): number {
  switch (field.type) {
    case "text":
      if (field.oneOf !== null) return 4;
      return isLongText(field) || field.format !== undefined ? 0 : 1;
    case "date":
    case "timestamptz":
      return 3;
    case "money":
      return 2;
    case "integer":
    case "numeric":
      return field.required ? 2 : 0;
    default:
      return 0;
  }
}
