import type { PageEntity } from "../../../catalog/pages/page-plan.ts";
import { isMade } from "../../../spec/field.ts";
import { formAnswers, type Answer } from "../form-answers.ts";
import type { PageContext } from "../page-context.ts";
import { labelColumn } from "../row-label.ts";
import { rowLinks, type RowLink } from "../row-links.ts";
import { safeWords } from "../safe-words.ts";

interface RowPlace {
  readonly context: PageContext;
  readonly index: number;
}

/** The variable that holds an entity's row: `blogPostRow`. */
export function rowName({ variable }: Pick<PageEntity, "variable">): string {
  return `${variable}Row`;
}

/** A row of the acting person, as the API gives it: with what it refers to. */
export function testRow(page: PageEntity, { context, index }: RowPlace): string {
  const { entity } = page;
  const answers = rowAnswers(page, context);
  const fields = entity.fields.map((field) => {
    const answer = answers.find(({ name }) => name === field.name);
    if (field.name === page.picture?.field) return `${field.name}: \`\${ME}/old.png\``;
    if (answer === undefined) return `${field.name}: ${isMade(field) ? '""' : "null"}`;
    return `${field.name}: ${answer.sent}`;
  });
  const counters = context.entities.flatMap((counting) =>
    counting.counters.flatMap(({ reference, column }) => {
      const to = counting.references.find(({ field }) => field === reference)?.to;
      return to === entity.name ? [`${column}: 0`] : [];
    }),
  );
  const links = rowLinks(entity, context).flatMap((link) => linkCells(page, link));
  const id = `44444444-4444-4444-8444-${String(index + 1).padStart(12, "0")}`;
  const cells = [`id: ${JSON.stringify(id)}`, "...times", ...fields, ...counters, ...links];
  return `const ${rowName(page)} = {\n${cells.join(",\n")}\n};`;
}

function linkCells(page: PageEntity, link: RowLink): readonly string[] {
  const { field, required } = link.reference;
  const isOwn = field === page.entity.owner;
  if (link.isPerson) {
    if (!required) return [`${field}: null`, `${link.name}: null`];
    return isOwn
      ? [`${field}: ME`, `${link.name}: mira`]
      : [`${field}: OTHER`, `${link.name}: mira`];
  }
  if (!required || link.page === null) {
    return [`${field}: ${required ? "OTHER" : "null"}`, `${link.name}: null`];
  }
  const target = rowName(link.page);
  const shown = link.columns.split(", ").map((column) => `${column}: ${target}.${column}`);
  return [`${field}: ${target}.id`, `${link.name}: { ${shown.join(", ")} }`];
}

function rowAnswers(page: PageEntity, context: PageContext): readonly Answer[] {
  return formAnswers(page, context, {
    title: safeWords(`First ${page.labels.oneInside}`),
    variant: 0,
  });
}

/** How the row is called, as a regular expression. */
export function rowLabel(page: PageEntity, context: PageContext): string {
  const column = labelColumn(page.entity);
  const answer = rowAnswers(page, context).find(({ name }) => name === column);
  const isTime = page.entity.fields.some(
    ({ name, type }) => name === column && (type === "date" || type === "timestamptz"),
  );
  if (answer === undefined || isTime) return `/^${escaped(safeWords(page.labels.one))} of /`;
  return `/${escaped(answer.entered.slice(0, 60))}/`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
