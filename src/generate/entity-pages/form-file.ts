import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import { pascal } from "../../catalog/pages/names.ts";
import { fillTemplate } from "./fill-template.ts";
import { askedFields, choicesName } from "./field-words.ts";
import { formField, type FormField } from "./form-field.ts";
import { linkField, queryName } from "./form-link.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";
import { pageTemplate } from "./page-template.ts";
import { importLine, pageFlags, pageWords, parentOf } from "./page-words.ts";
import { saveFunction } from "./picture-file.ts";
import { pictureFields } from "./form-picture.ts";
import { askedLinks } from "./row-links.ts";

/** The pages that make and change rows, and the form that both have. */
export function formFile(page: PageEntity, context: PageContext): string {
  const fields = formFields(page, context);
  const unique = uniqueField(page, fields);
  const checks = fields.flatMap(({ name, check }) => (check === null ? [] : `${name}: ${check},`));
  const fixed = fields.filter(({ isFixed }) => isFixed).map(({ name }) => name);
  return fillTemplate(pageTemplate(context, "form-page.tsx"), {
    words: {
      ...pageWords(page, context),
      savePicture: page.picture === null ? "" : saveFunction(page.picture),
      uniqueField: unique ?? "",
    },
    flags: {
      ...pageFlags(page),
      // A picture goes to the folder of whoever adds it.
      owned: page.entity.owner !== null || page.picture !== null,
      checked: checks.length > 0,
      unique: unique !== null,
    },
    code: {
      imports: importsOf(page, context).join("\n"),
      ...insertCode(page, context),
      changed:
        fixed.length === 0
          ? "values"
          : `{ ${fixed.map((name) => `${name}: _${name}`).join(", ")}, ...values }`,
      pictureValue: pictureValue(page),
      fieldNames: fields.map(({ name }) => JSON.stringify(name)).join(", "),
      queries: queriesCode(page, context),
      checks: checks.join("\n"),
      save: saveCode(page, fields),
      inputs: fields.map((field) => inputCode(field, page)).join("\n"),
    },
  });
}

/** What the form asks for: a picture, the fields in the order of the blueprint, and rows behind the first of them. */
function formFields(page: PageEntity, context: PageContext): readonly FormField[] {
  const fields = askedFields(page.entity)
    .filter(({ name }) => name !== page.picture?.field)
    .map((field) => formField(field, { page, context }));
  const links = askedLinks(page, context).map((link) => linkField(link, { page, context }));
  return [...pictureFields({ page, context }), ...fields.slice(0, 1), ...links, ...fields.slice(1)];
}

function inputCode({ input, isFixed }: FormField, { variable, canUpdate }: PageEntity): string {
  return isFixed && canUpdate ? `{${variable} === undefined && (${input})}` : input;
}

function importsOf(page: PageEntity, context: PageContext): readonly string[] {
  const { files } = context.plan;
  const { entity, picture } = page;
  const parent = parentOf(page, context);
  const choices = entity.fields.flatMap((field) =>
    field.type === "text" && field.oneOf !== null ? [choicesName(entity, field)] : [],
  );
  const targets = askedLinks(page, context).map(
    ({ target }) => `fetch${pascal(target.name)}Choices`,
  );
  const fromApi = [...new Set(targets), ...(parent === null ? [] : [`${parent.variable}Keys`])];
  const fromTypes = [...choices, ...(parent === null ? [] : [`${parent.variable}Path`])];
  return [
    ...(fromApi.length === 0 ? [] : [importLine(fromApi, files.api)]),
    ...(fromTypes.length === 0 ? [] : [importLine(fromTypes, files.types)]),
    ...(picture === null ? [] : [importLine([picture.input, saveFunction(picture)], picture.file)]),
  ];
}

/** What a new row gets beside what was filled in, and where people go then. */
function insertCode(page: PageEntity, context: PageContext) {
  const { entity, parent, picture, type, variable } = page;
  const parentPage = parentOf(page, context);
  const parentId = parentPage === null ? "" : `${parentPage.variable}Id`;
  const values = [
    "...values",
    ...(picture === null ? [] : [pictureValue(page)]),
    ...(parent === null ? [] : [`${parent.field}: ${parentId}`]),
    ...(entity.owner === null ? [] : [`${entity.owner}: userId`]),
  ];
  const given = values.length === 1 ? "values" : `{ ${values.join(", ")} }`;
  const insert =
    picture === null
      ? `await insert${type}(${given});`
      : fragment(context, "insertWithPicture", {
          words: { savePicture: saveFunction(picture), pictureField: picture.field, type },
          code: { inserted: given },
        });
  const parentPath = `${parentPage?.variable ?? ""}Path({ id: ${parentId} })`;
  return {
    insert: parentPage === null ? `const id = ${insert}` : insert,
    afterInsert: parentPage === null ? `${variable}Path({ id })` : parentPath,
    cancelInsert:
      parentPage === null
        ? `cancelTo=${JSON.stringify(page.paths.list ?? "/")}`
        : `cancelTo={${parentPath}}`,
  };
}

function queriesCode(page: PageEntity, context: PageContext): string {
  const targets = new Map(
    askedLinks(page, context).map(({ target, reference }) => [target.name, { target, reference }]),
  );
  return [...targets.values()]
    .map(({ target }) => {
      const words = { table: target.table, target: pascal(target.name) };
      return `const ${queryName(target.table)} = ${fragment(context, "queryRows", { words })};`;
    })
    .join("\n");
}

/** A picture that must be there has a path, because the form has asked for it. */
function pictureValue({ entity, picture }: PageEntity): string {
  if (picture === null) return "";
  const field = entity.fields.find(({ name }) => name === picture.field);
  return field?.required === true ? `${picture.field}: ${picture.field} ?? ""` : picture.field;
}

function saveCode(page: PageEntity, fields: readonly FormField[]): string {
  const values = fields.flatMap(({ name, value }) => (value === null ? [] : `${name}: ${value}`));
  const given = `{ ${values.join(", ")} }`;
  return `await save(${values.length === 0 ? "{}" : given}${page.picture === null ? "" : ", picture"});`;
}

/** The field at which people are told that there is such a row already: the last of a unique key that they filled in. */
function uniqueField({ entity }: PageEntity, fields: readonly FormField[]): string | null {
  const asked = new Set(fields.map(({ name }) => name));
  const keys = [...entity.unique, ...(entity.partialUnique ?? []).map((key) => key.fields)];
  const single = entity.references
    .filter(({ unique }) => unique === true)
    .map(({ field }) => [field]);
  const named = [...keys, ...single].flatMap(
    (key) => key.findLast((name) => asked.has(name)) ?? [],
  );
  return named[0] ?? null;
}
