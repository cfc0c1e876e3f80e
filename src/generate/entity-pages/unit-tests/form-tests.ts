import type { PageEntity } from "../../../catalog/pages/page-plan.ts";
import type { Field, TextField } from "../../../spec/field.ts";
import { askedFields } from "../field-words.ts";
import { formAnswers, inputLabel, type Answer } from "../form-answers.ts";
import { fragment } from "../fragments.ts";
import type { PageContext } from "../page-context.ts";
import { pageWords, parentOf } from "../page-words.ts";
import { labelColumn } from "../row-label.ts";
import { askedLinks } from "../row-links.ts";
import { safeWords } from "../safe-words.ts";
import { rowName } from "./test-row.ts";

/** Tests of the form: what it refuses, what it sends, and who may open it. */
export function formTests(page: PageEntity, context: PageContext): readonly string[] {
  const words = pageWords(page, context);
  const title = safeWords(`Another ${page.labels.oneInside}`);
  const answers = formAnswers(page, context, { title, variant: 41 }).map((answer) =>
    chosen(answer, page, context),
  );
  const tests: string[] = [];
  if (page.canInsert) {
    tests.push(...insertTests(page, { context, answers }));
    if (page.parent === null) {
      const visit = { ...words, place: page.paths.create, doing: `add ${words["aInside"] ?? ""}` };
      tests.push(fragment(context, "testVisitor", { words: visit }));
    }
  }
  const changed = changedAnswer(page, answers);
  if (page.canUpdate && changed !== undefined) {
    tests.push(
      fragment(context, "testChange", {
        words: { ...words, row: rowName(page) },
        code: {
          backend: rowsToChoose(page, context),
          choices: untilChoices(page, context),
          answers: enter([changed], context),
          body: `${changed.name}: ${changed.sent},`,
        },
      }),
    );
  }
  return tests;
}

interface FormTest {
  readonly context: PageContext;
  readonly answers: readonly Answer[];
}

function insertTests(page: PageEntity, { context, answers }: FormTest): readonly string[] {
  const values = {
    words: pageWords(page, context),
    code: {
      createPath: createPath(page, context),
      answers: enter(answers, context),
      body: bodyCode(page, { context, answers }),
      backend: rowsToChoose(page, context),
    },
  };
  const problems = problemsTest(page, context);
  return [
    ...(problems === null ? [] : [problems]),
    fragment(context, "testCreate", values),
    fragment(context, "testFailure", values),
  ];
}

function createPath(page: PageEntity, context: PageContext): string {
  const parent = parentOf(page, context);
  if (parent === null) return JSON.stringify(page.paths.create);
  return `\`${page.paths.create.replace(":id", `\${${rowName(parent)}.id}`)}\``;
}

/** An answer that chooses a row names its id: that of the entity's row, or of the only one that can be chosen. */
function chosen(answer: Answer, page: PageEntity, context: PageContext): Answer {
  if (answer.control === "picture") return { ...answer, sent: "expect.stringContaining(ME)" };
  if (answer.control !== "row") return answer;
  const link = askedLinks(page, context).find(({ reference }) => reference.field === answer.name);
  const target = link?.page ?? null;
  const id = target === null ? "CHOSEN" : `${rowName(target)}.id`;
  return { ...answer, entered: id, sent: id };
}

function rowsToChoose(page: PageEntity, context: PageContext): string {
  return askedLinks(page, context)
    .flatMap(({ page: target }) =>
      target === null
        ? []
        : fragment(context, "answerRow", {
            words: { table: target.entity.table, row: rowName(target) },
          }),
    )
    .join("\n");
}

/** Nothing can be saved before the rows are there of which one is chosen. */
function untilChoices(page: PageEntity, context: PageContext): string {
  return askedLinks(page, context)
    .filter(({ reference }) => !page.entity.immutable.includes(reference.field))
    .map(({ label }) => fragment(context, "untilChoices", { words: { label } }))
    .join("\n");
}

function bodyCode(page: PageEntity, { context, answers }: FormTest): string {
  const { entity, parent, picture } = page;
  const parentPage = parentOf(page, context);
  const asked = [
    ...(picture === null ? [] : [picture.field]),
    ...askedFields(entity)
      .map(({ name }) => name)
      .filter((name) => name !== picture?.field),
    ...askedLinks(page, context).map(({ reference }) => reference.field),
  ];
  return [
    ...asked.map((name) => {
      const answer = answers.find((one) => one.name === name);
      return `${name}: ${answer?.sent ?? "null"},`;
    }),
    ...(parent === null || parentPage === null
      ? []
      : [`${parent.field}: ${rowName(parentPage)}.id,`]),
    ...(entity.owner === null ? [] : [`${entity.owner}: ME,`]),
  ].join("\n");
}

/** Null when nothing that is entered can be wrong. */
function problemsTest(page: PageEntity, context: PageContext): string | null {
  const fields = askedFields(page.entity).filter(({ name }) => name !== page.picture?.field);
  const long = fields.find(isLimited);
  const missing = fields.find((field) => field !== long && isNeeded(field));
  if (long === undefined && missing === undefined) return null;
  return fragment(context, "testProblems", {
    words: {
      ...pageWords(page, context),
      longLabel: long === undefined ? "" : inputLabel(long),
      missingLabel: missing === undefined ? "" : inputLabel(missing),
      tooMany: String((long?.max ?? 0) + 1),
      most: String(long?.max ?? 0),
    },
    flags: {
      tooLong: long !== undefined,
      missing: missing !== undefined,
      missingChoice: missing?.type === "text" && missing.oneOf !== null,
    },
    code: { createPath: createPath(page, context) },
  });
}

function isLimited(field: Field): field is TextField {
  return field.type === "text" && field.oneOf === null;
}

/** Whether the form asks for something that is empty at first. */
function isNeeded(field: Field): boolean {
  const isText = field.type === "text" && field.default === null;
  const isOther =
    field.type !== "text" &&
    ["integer", "bigint", "numeric", "money", "date", "timestamptz"].includes(field.type) &&
    "default" in field &&
    field.default === null;
  return field.required && (isText || isOther);
}

/** What is changed in the test: what the row is called, or else a text. */
function changedAnswer(page: PageEntity, answers: readonly Answer[]): Answer | undefined {
  const { entity } = page;
  const free = answers.filter(
    ({ name, control }) => control === "text" && !entity.immutable.includes(name),
  );
  return free.find(({ name }) => name === labelColumn(entity)) ?? free[0];
}

const fragments = {
  text: "testText",
  choice: "testText",
  checkbox: "testCheckbox",
  row: "testRow",
  picture: "testPicture",
} as const;

function enter(answers: readonly Answer[], context: PageContext): string {
  return answers
    .filter(({ isInitial }) => !isInitial)
    .map(({ control, entered, label }) =>
      fragment(context, fragments[control], {
        words: { field: label },
        code: { entered: control === "row" ? entered : JSON.stringify(entered) },
      }),
    )
    .join("\n");
}
