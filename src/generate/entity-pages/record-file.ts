import { lowerFirst } from "../../catalog/pages/names.ts";
import { titleFieldOf, type PageEntity } from "../../catalog/pages/page-plan.ts";
import type { Field } from "../../spec/field.ts";
import { fieldLabel, isLongText } from "./field-words.ts";
import { fillTemplate } from "./fill-template.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";
import { pageTemplate } from "./page-template.ts";
import { importLine, pageFlags, pageFragment, pageWords, parentOf } from "./page-words.ts";
import { rowLinks, shownLinks, type RowLink } from "./row-links.ts";
import { ruleCode } from "./rule-code.ts";
import { linkCode, valueCode } from "./value-code.ts";

/** The page of one row: all that is known of it, what can be done with it, and its parts. */
export function recordFile(page: PageEntity, context: PageContext): string {
  const { toggles } = context.plan;
  const own = toggles.filter(({ parent }) => parent.entity === page.entity.name);
  const actions = actionsOf(page, context);
  const lead = leadOf(page, context);
  const facts = factsOf(page, context);
  return fillTemplate(pageTemplate(context, "record-page.tsx"), {
    words: pageWords(page, context),
    flags: {
      ...pageFlags(page),
      ...actions.flags,
      lead: lead !== null,
      facts: facts !== "",
      toggles: own.length > 0,
    },
    code: {
      imports: importsOf(page, context).join("\n"),
      ...backOf(page, context),
      ...actions.code,
      lead: lead ?? "",
      picture: page.picture === null ? "" : pageFragment("pictureOf", page, context),
      facts,
      toggles: own
        .map(({ component }) => `<${component} ${page.variable}={${page.variable}} />`)
        .join("\n"),
      parts: partsOf(page, context)
        .map(({ components }) =>
          fragment(context, "partsOf", { words: { list: components.list, row: page.variable } }),
        )
        .join("\n"),
    },
  });
}

function partsOf(page: PageEntity, { plan }: PageContext): readonly PageEntity[] {
  return plan.pages.filter(({ parent }) => parent?.entity === page.entity.name);
}

function importsOf(page: PageEntity, context: PageContext): readonly string[] {
  const { toggles, files } = context.plan;
  const linked = rowLinks(page.entity, context).flatMap(({ page: target }) =>
    target === null || target === page ? [] : [`${target.variable}Label`, `${target.variable}Path`],
  );
  return [
    ...(linked.length === 0 ? [] : [importLine([...new Set(linked)], files.types)]),
    ...(page.picture === null ? [] : [importLine([page.picture.show], page.picture.file)]),
    ...partsOf(page, context).map((part) => importLine([part.components.list], part.files.list)),
    ...toggles
      .filter(({ parent }) => parent.entity === page.entity.name)
      .map(({ component, file }) => importLine([component], file)),
  ];
}

/** Where the way back leads: to the list, or to the page that a part belongs to. */
function backOf(page: PageEntity, context: PageContext) {
  const parent = parentOf(page, context);
  if (parent === null) {
    return {
      backTo: JSON.stringify(page.paths.list ?? "/"),
      backLabel: JSON.stringify(page.labels.many),
    };
  }
  const link = rowLinks(page.entity, context).find(
    ({ reference }) => reference.field === page.parent?.field,
  );
  const target = `${page.variable}.${link?.name ?? ""}`;
  return {
    backTo: `${parent.variable}Path({ id: ${page.variable}.${page.parent?.field ?? ""} })`,
    backLabel: `${target} === null ? ${JSON.stringify(parent.labels.one)} : ${parent.variable}Label(${target})`,
  };
}

/** Who made it, below the title of what others see too. */
function leadOf(page: PageEntity, context: PageContext): string | null {
  const owner = ownerLink(page, context);
  if (owner === undefined) return null;
  return fragment(context, "leadOwner", {
    words: { row: page.variable },
    code: { value: `${page.variable}.${owner.name}` },
  });
}

function ownerLink(page: PageEntity, context: PageContext): RowLink | undefined {
  return shownLinks(page, context).find(
    ({ reference, isPerson }) =>
      isPerson && reference.required && reference.field === page.entity.owner,
  );
}

function factsOf(page: PageEntity, context: PageContext): string {
  const title = titleFieldOf(page.entity);
  const owner = ownerLink(page, context);
  const links = shownLinks(page, context).filter(
    (link) => link.reference.field !== page.parent?.field && link.name !== owner?.name,
  );
  const fields = page.entity.fields.filter(
    (field) => field.name !== page.picture?.field && (field.name !== title || isLongText(field)),
  );
  return [
    ...fields
      .filter((field) => !isLongText(field))
      .map((field) => factOf(field, { page, context })),
    ...links.map((link) => linkFact(link, { page, context })),
    ...fields.filter(isLongText).map((field) => factOf(field, { page, context })),
  ].join("\n");
}

interface FactContext {
  readonly page: PageEntity;
  readonly context: PageContext;
}

function factOf(field: Field, { page, context }: FactContext): string {
  const value = valueCode(field, { row: page.variable, context });
  if (value === null) return "";
  return fragment(context, factKind(field), {
    words: { label: fieldLabel(field) },
    code: { value },
  });
}

function factKind(field: Field): string {
  if (isLongText(field)) return "factLong";
  if (field.type !== "text") return "factShort";
  if (field.format === "url") return "factUrl";
  return field.format === "email" ? "factMail" : "factShort";
}

function linkFact(link: RowLink, { page, context }: FactContext): string {
  const value = `${page.variable}.${link.name}`;
  const words = { label: link.label, target: link.page?.variable ?? "" };
  if (link.isPerson) return fragment(context, "factPerson", { words, code: { value } });
  if (link.page !== null) return fragment(context, "factRow", { words, code: { value } });
  const code = { value: linkCode(link, { row: page.variable, context }) };
  return fragment(context, "factShort", { words, code });
}

/** What people may do with a row: links and buttons, each behind what the access rules say. */
function actionsOf(page: PageEntity, context: PageContext) {
  const where = { page, context, row: page.variable };
  const edit = page.canUpdate ? ruleCode(page.entity.access.update, where) : "false";
  const remove = page.canDelete ? ruleCode(page.entity.access.delete, where) : "false";
  const canUpdate = edit !== "false";
  const canDelete = remove !== "false";
  const isSame = edit === remove;
  const names = isSame ? ["mayChange", "mayChange"] : ["mayEdit", "mayDelete"];
  const isBoth = isSame && canUpdate && edit !== "true";
  const shown = (name: string, rule: string, button: string) =>
    rule === "true" || isBoth ? button : `{${name} && (${button})}`;
  const [editName = "", removeName = ""] = names;
  const told = [
    ...(canUpdate && edit !== "true" ? [`const ${editName} = ${edit};`] : []),
    ...(canDelete && remove !== "true" && !(isSame && canUpdate)
      ? [`const ${removeName} = ${remove};`]
      : []),
    ...(isBoth ? [`if (!${editName}) return null;`] : []),
  ];
  return {
    flags: {
      hasActions: canUpdate || canDelete,
      canDelete,
      asksUser: [edit, remove].some((rule) => /\buser\b/.test(rule)),
    },
    code: {
      rules: told.join("\n"),
      actions: [
        ...(canUpdate ? [shown(editName, edit, pageFragment("buttonEdit", page, context))] : []),
        ...(canDelete ? [shown(removeName, remove, deleteButton(page, context))] : []),
      ].join("\n"),
    },
  };
}

function deleteButton(page: PageEntity, context: PageContext): string {
  const parts = partsOf(page, context).map(({ labels }) => lowerFirst(labels.many));
  const last = parts.at(-1) ?? "";
  const named = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${last}` : last;
  return fragment(context, "buttonDelete", {
    words: {
      ...pageWords(page, context),
      warning: `Its ${named} are deleted too, and there is no way to get them back.`,
    },
    flags: { warned: parts.length > 0 },
    code: { deleted: page.picture === null ? `${page.variable}.id` : page.variable },
  });
}
