import type { PageEntity } from "../../../catalog/pages/page-plan.ts";
import { fillTemplate } from "../fill-template.ts";
import { fragment } from "../fragments.ts";
import type { PageContext } from "../page-context.ts";
import { pageTemplate } from "../page-template.ts";
import { importLine } from "../page-words.ts";
import { labelColumn } from "../row-label.ts";
import { askedLinks } from "../row-links.ts";
import { formTests } from "./form-tests.ts";
import { listTests } from "./list-tests.ts";
import { recordTests } from "./record-tests.ts";
import { testRow } from "./test-row.ts";
import { toggleTests } from "./toggle-tests.ts";

/** Tests of the feature's pages against a simulated backend: what is loading, empty or wrong, and what is sent. */
export function testFile(context: PageContext): string {
  const { plan, pages, blueprint } = context;
  const routes = blueprint.routes.filter(({ file }) => file.startsWith(`src/features/`));
  const isGuarded = (slot: string) => slot === pages.settings.slots.signedInRoutes;
  const printed = (guarded: boolean) =>
    routes
      .filter(({ slot }) => isGuarded(slot) === guarded)
      .map(({ path, component }) => `{ path: ${JSON.stringify(path)}, element: <${component} /> },`)
      .join("\n");
  const tests = [
    ...plan.pages.flatMap((page) => [
      ...listTests(page, context),
      ...formTests(page, context),
      ...recordTests(page, context),
    ]),
    ...plan.toggles.flatMap((toggle) => toggleTests(toggle, context)),
  ];
  const code = {
    imports: routes.map(({ component, file }) => importLine([component], file)).join("\n"),
    rows: inOrder(plan.pages)
      .map((page, index) => testRow(page, { context, index }))
      .join("\n\n"),
    answers: answersOf(context).join("\n"),
    publicRoutes: printed(false),
    guardedRoutes: printed(true),
    tests: tests.join("\n\n"),
  };
  const uses = (pattern: RegExp) => Object.values(code).some((text) => pattern.test(text));
  return fillTemplate(pageTemplate(context, "page-tests.tsx"), {
    words: {},
    flags: {
      picture: plan.pages.some(({ picture }) => picture !== null),
      other: uses(/\bOTHER\b/),
      chosen: uses(/\bCHOSEN\b/),
      person: uses(/\bmira\b/),
      enters: uses(/^enter\(/m),
    },
    code,
  });
}

/** Rows come behind those that they refer to. */
function inOrder(pages: readonly PageEntity[]): readonly PageEntity[] {
  const ordered = new Set<PageEntity>();
  const visit = (page: PageEntity, path: readonly PageEntity[]) => {
    if (path.includes(page)) return;
    for (const { to } of page.entity.references) {
      const target = pages.find(({ entity }) => entity.name === to);
      if (target !== undefined && target !== page) visit(target, [...path, page]);
    }
    ordered.add(page);
  };
  for (const page of pages) visit(page, []);
  return [...ordered];
}

/** What every page may ask for: tables without rows, people to choose, and addresses of pictures. */
function answersOf(context: PageContext): readonly string[] {
  const { plan, pages } = context;
  const own = [...plan.pages, ...plan.toggles].map(({ entity }) => entity.table);
  const targets = new Map(
    plan.pages
      .flatMap((page) => askedLinks(page, context))
      .filter(({ target }) => !own.includes(target.table))
      .map(({ target }) => [target.table, target]),
  );
  const buckets = new Set(plan.pages.flatMap(({ picture }) => picture?.bucket.name ?? []));
  const answer = (name: string, words: Record<string, string>) =>
    fragment(context, name, { words });
  return [
    ...own.map((table) => answer("answerEmpty", { table })),
    ...plan.toggles.map(({ entity }) => answer("answerCount", { table: entity.table })),
    ...[...targets.values()].map((target) =>
      target.name === pages.settings.people.entity
        ? answer("answerPeople", { table: target.table })
        : answer("answerRows", { table: target.table, column: labelColumn(target) }),
    ),
    ...[...buckets].map((bucket) => answer("answerPictures", { bucket })),
  ];
}
