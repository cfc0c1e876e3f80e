import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import { askedFields, choicesName } from "./field-words.ts";
import { fillTemplate } from "./fill-template.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";
import { pageTemplate } from "./page-template.ts";
import { pageFlags, pageWords } from "./page-words.ts";
import { labelCode, labelColumn } from "./row-label.ts";
import { askedLinks, shownLinks, type RowLink } from "./row-links.ts";

/** `types.ts`: what the rows of the feature are, where they have their pages, and what they are called. */
export function typesFile(context: PageContext): string {
  const entities = context.plan.pages.map((page) => typesOf(page, context));
  return fillTemplate(pageTemplate(context, "types.ts"), {
    words: {},
    flags: {},
    code: { entities: entities.join("\n\n") },
  });
}

function typesOf(page: PageEntity, context: PageContext): string {
  const { entity, labels } = page;
  const links = shownLinks(page, context);
  const column = labelColumn(entity);
  const columns = valueColumns(page, context).map((name) => JSON.stringify(name));
  return fillTemplate(pageTemplate(context, "types-entity.ts"), {
    words: { ...pageWords(page, context), labelColumn: column },
    flags: { ...pageFlags(page), linked: links.length > 0 },
    code: {
      links: links.map((link) => linkType(link, context)).join("\n"),
      select: `${JSON.stringify(["*", ...links.map(linkSelect)].join(", "))};`,
      valueColumns: columns.length === 0 ? "never" : columns.join(" | "),
      choices: choices(page),
      label: labelCode(context, { entity, value: column, ...labels }),
    },
  });
}

/** The columns that the form gives values for. */
function valueColumns(page: PageEntity, context: PageContext): readonly string[] {
  return [
    ...askedFields(page.entity)
      .map(({ name }) => name)
      .filter((name) => name !== page.picture?.field),
    ...askedLinks(page, context).map(({ reference }) => reference.field),
  ];
}

function linkType(link: RowLink, context: PageContext): string {
  const { name, isPerson, reference, columns, target } = link;
  const picked = columns.split(", ").map((column) => JSON.stringify(column));
  const type = isPerson
    ? fragment(context, "typePerson", {})
    : `Pick<Tables[${JSON.stringify(target.table)}]["Row"], ${picked.join(" | ")}>`;
  // What this person may not read is null, however the key is.
  const isSure = isPerson && reference.required;
  return `readonly ${name}: ${isSure ? type : `${type} | null`};`;
}

function linkSelect({ name, target, key, columns }: RowLink): string {
  return `${name}:${target.table}!${key}(${columns})`;
}

function choices({ entity }: PageEntity): string {
  return entity.fields
    .flatMap((field) => {
      if (field.type !== "text" || field.oneOf === null) return [];
      const values = field.oneOf.map((value) => JSON.stringify(value)).join(", ");
      return `export const ${choicesName(entity, field)} = [${values}] as const;`;
    })
    .join("\n");
}
