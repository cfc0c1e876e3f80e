import type { PageEntity } from "../../../catalog/pages/page-plan.ts";
import { fragment } from "../fragments.ts";
import type { PageContext } from "../page-context.ts";
import { pageWords } from "../page-words.ts";
import { rowLabel, rowName } from "./test-row.ts";

/** Tests of a list: loading, empty, not loaded. Parts are lists on the page of another row, and have none of their own. */
export function listTests(page: PageEntity, context: PageContext): readonly string[] {
  if (page.paths.list === null) return [];
  const guarded = page.audience !== "public";
  const values = {
    words: {
      ...pageWords(page, context),
      row: rowName(page),
      place: page.paths.list,
      doing: seeing(page),
    },
    flags: { guarded },
    code: { label: rowLabel(page, context) },
  };
  return [
    ...["testList", "testEmpty", "testError"].map((name) => fragment(context, name, values)),
    ...(guarded ? [fragment(context, "testVisitor", values)] : []),
  ];
}

function seeing({ labels }: PageEntity): string {
  return `see ${labels.manyInside}`;
}
