import type { PageEntity } from "../../../catalog/pages/page-plan.ts";
import { formAnswers, type Answer } from "../form-answers.ts";
import { fragment } from "../fragments.ts";
import { pageWords, parentOf } from "../page-words.ts";
import { labelColumn } from "../row-label.ts";
import { isForOwner } from "../rule-code.ts";
import { safeWords } from "../safe-words.ts";
import type { SampleRow } from "../samples/sample-row.ts";
import { walkThroughToggles } from "./walk-through-toggle.ts";
import { addStep, mayDo, type MadeRow, type Walk } from "./walk.ts";

/** The first person makes a row with all that belongs to it, the second one looks, and then it is deleted again. */
export function walkThroughPage(page: PageEntity, walk: Walk): void {
  const made = makeRow(page, walk, null);
  if (made === null) {
    addStep(walk, "journeyOpen", { words: pageWords(page, walk.context) });
    return;
  }
  changeRow(page, walk, made);
  walkThroughToggles(page, { walk, made, person: "alice" });
  const parts = partsOf(page, walk).flatMap((part) => {
    const own = makeRow(part, walk, made);
    return own === null ? [] : [{ page: part, made: own }];
  });
  for (const part of parts) {
    changeRow(part.page, walk, part.made);
    walkThroughToggles(part.page, { walk, made: part.made, person: "alice" });
  }
  const seen = parts.map((part) => lookAtRow(part.page, walk, part.made));
  if (lookAtRow(page, walk, made)) {
    walkThroughToggles(page, { walk, made, person: "bob" });
    for (const [place, part] of parts.entries()) {
      // Who has joined may see more than before.
      const sees = seen[place] === true || lookAtNew(part.page, walk, part.made);
      if (sees) walkThroughToggles(part.page, { walk, made: part.made, person: "bob" });
    }
  }
  for (const part of parts) deleteRow(part.page, { walk, made: part.made, parent: made });
  deleteRow(page, { walk, made, parent: null });
}

function partsOf(page: PageEntity, { context }: Walk): readonly PageEntity[] {
  return context.plan.pages.filter(({ parent }) => parent?.entity === page.entity.name);
}

/** Null when the rules do not let people make one, or see it. */
function makeRow(page: PageEntity, walk: Walk, parent: MadeRow | null): MadeRow | null {
  const { entity, labels } = page;
  const { context } = walk;
  const title = safeWords(`Alice’s ${labels.oneInside}`);
  const answers = formAnswers(page, context, { title, variant: 40 });
  if (!page.canInsert || answers.some(isForeignRow)) return null;
  const row: SampleRow = {
    entity,
    by: "alice",
    id: `alice/${entity.name}`,
    values: {
      ...Object.fromEntries(answers.map(({ name, stored }) => [name, stored])),
      ...(page.parent === null
        ? {}
        : { [page.parent.field]: { kind: "plain", value: parent?.row.id ?? "" } as const }),
    },
  };
  if (!mayDo(walk, "alice", { row, command: "insert" })) return null;
  if (!mayDo(walk, "alice", { row, command: "select" })) return null;
  walk.rows.push(row);
  const path = `${page.variable}Path`;
  walk.paths.push(path);
  const label = headingCode(page, answers);
  addStep(walk, parent === null ? "journeyAdd" : "journeyAddPart", {
    words: {
      ...pageWords(page, context),
      parentInside: parentOf(page, context)?.labels.oneInside ?? "",
    },
    flags: { pictured: answers.some(({ control }) => control === "picture") },
    code: { answers: enter(answers, walk), label, path, parentPath: parent?.path ?? "" },
  });
  return { row, path, label };
}

/** People are there to be chosen; rows of others cannot be counted on in a new database. */
function isForeignRow({ control, stored }: Answer): boolean {
  return control === "row" && stored.kind !== "person";
}

function changeRow(page: PageEntity, walk: Walk, made: MadeRow): void {
  if (!page.canUpdate || !mayDo(walk, "alice", { row: made.row, command: "update" })) return;
  const title = safeWords(`Another ${page.labels.oneInside}`);
  const fixed = page.entity.immutable;
  const answers = formAnswers(page, walk.context, { title, variant: 41 }).filter(
    ({ name, control }) => control === "text" && !fixed.includes(name),
  );
  const titled = answers.filter(({ name }) => name === labelColumn(page.entity));
  const changed = titled.length > 0 ? titled : answers.slice(0, 1);
  if (changed.length === 0) return;
  made.label = titled.length > 0 ? headingCode(page, titled) : made.label;
  addStep(walk, "journeyEdit", {
    words: pageWords(page, walk.context),
    code: { answers: enter(changed, walk), path: made.path, label: made.label },
  });
}

/** Whether the second person sees the row. */
function lookAtRow(page: PageEntity, walk: Walk, made: MadeRow): boolean {
  if (lookAtNew(page, walk, made)) return true;
  addStep(walk, "journeyMisses", {
    words: pageWords(page, walk.context),
    code: { path: made.path },
  });
  return false;
}

function lookAtNew(page: PageEntity, walk: Walk, made: MadeRow): boolean {
  const { row, label, path } = made;
  if (!mayDo(walk, "bob", { row, command: "select" })) return false;
  const { access } = page.entity;
  addStep(walk, "journeySees", {
    words: { ...pageWords(page, walk.context), sees: "sees" },
    flags: {
      noEdit: page.canUpdate && isForOwner(access.update, { page, context: walk.context }),
      noDelete: page.canDelete && isForOwner(access.delete, { page, context: walk.context }),
    },
    code: { label, path },
  });
  return true;
}

interface Deletion {
  readonly walk: Walk;
  readonly made: MadeRow;
  readonly parent: MadeRow | null;
}

function deleteRow(page: PageEntity, { walk, made, parent }: Deletion): void {
  if (!page.canDelete || !mayDo(walk, "alice", { row: made.row, command: "delete" })) return;
  walk.rows.splice(walk.rows.indexOf(made.row), 1);
  addStep(walk, "journeyDelete", {
    words: pageWords(page, walk.context),
    code: {
      path: made.path,
      after: parent?.path ?? JSON.stringify(page.paths.list ?? "/"),
    },
  });
}

/** What the heading of the row's page says: its title, or how it begins where times are told. */
function headingCode(page: PageEntity, answers: readonly Answer[]): string {
  const column = labelColumn(page.entity);
  const title = answers.find(({ name, control }) => name === column && control === "text");
  const isTime = page.entity.fields.some(
    ({ name, type }) => name === column && (type === "date" || type === "timestamptz"),
  );
  if (title === undefined || isTime) return `/^${safeWords(page.labels.one)} of /`;
  return JSON.stringify(title.entered.slice(0, 60));
}

function enter(answers: readonly Answer[], { context }: Walk): string {
  const fragments = {
    text: "journeyText",
    choice: "journeyChoice",
    checkbox: "journeyCheckbox",
    row: "journeyRow",
    picture: "journeyPicture",
  } as const;
  return answers
    .filter(({ isInitial }) => !isInitial)
    .map(({ control, entered, label }) =>
      fragment(context, fragments[control], {
        words: { field: label },
        code: { entered: JSON.stringify(entered) },
      }),
    )
    .join("\n");
}
