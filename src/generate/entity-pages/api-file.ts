import { withArticleOf } from "./page-words.ts";
import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import { lowerFirst, pascal } from "../../catalog/pages/names.ts";
import type { Entity } from "../../spec/entity.ts";
import { fillTemplate } from "./fill-template.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";
import { pageTemplate } from "./page-template.ts";
import { importLine, pageFlags, pageWords } from "./page-words.ts";
import { labelColumn } from "./row-label.ts";
import { askedLinks } from "./row-links.ts";

/** `api.ts`: queries, their keys and writes of all rows that have pages. */
export function apiFile(context: PageContext): string {
  const { pages, files } = context.plan;
  const targets = choiceTargets(context);
  const imported = [
    ...pages.flatMap(({ variable, type }) => [`${variable}Select`, `type ${type}`]),
    ...pages
      .filter(({ entity }) => targets.includes(entity))
      .map(({ variable }) => `${variable}Label`),
  ];
  const text = (name: string, page: PageEntity) =>
    fillTemplate(pageTemplate(context, name), {
      words: pageWords(page, context),
      flags: pageFlags(page),
      code: {},
    });
  return fillTemplate(pageTemplate(context, "api.ts"), {
    words: {},
    flags: {},
    code: {
      imports: importLine(imported, files.types),
      entities: pages.map((page) => text("api-entity.ts", page)).join("\n\n"),
      choices: targets.map((target) => choicesQuery(target, context)).join("\n\n"),
    },
  });
}

/** What forms of the feature let people choose, each once. */
function choiceTargets(context: PageContext): readonly Entity[] {
  const forms = context.plan.pages.filter(({ files }) => files.form !== null);
  return [
    ...new Set(forms.flatMap((page) => askedLinks(page, context).map(({ target }) => target))),
  ];
}

function choicesQuery(target: Entity, context: PageContext): string {
  const { people } = context.pages.settings;
  const page = context.plan.pages.find(({ entity }) => entity === target);
  const column = labelColumn(target);
  const isPerson = target.name === people.entity;
  const label = isPerson
    ? fragment(context, "choicePerson", {})
    : page === undefined
      ? `row.${column} ?? ""`
      : `${page.variable}Label(row)`;
  return fillTemplate(pageTemplate(context, "api-choices.ts"), {
    words: {
      type: pascal(target.name),
      table: target.table,
      aInside: withArticleOf(lowerFirst(target.title)),
      columns: isPerson ? people.columns : `id, ${column}`,
      order: isPerson ? people.order : column,
    },
    flags: {},
    code: { label },
  });
}
