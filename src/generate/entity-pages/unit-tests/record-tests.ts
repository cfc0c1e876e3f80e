import type { PageEntity } from "../../../catalog/pages/page-plan.ts";
import { fragment } from "../fragments.ts";
import type { PageContext } from "../page-context.ts";
import { pageFlags, pageWords } from "../page-words.ts";
import { isForOwner } from "../rule-code.ts";
import { rowLabel, rowName } from "./test-row.ts";

/** Tests of a row's page: missing, for whom its buttons are, and deletion. */
export function recordTests(page: PageEntity, context: PageContext): readonly string[] {
  const { access } = page.entity;
  const ownEdit = page.canUpdate && isForOwner(access.update, { page, context });
  const ownDelete = page.canDelete && isForOwner(access.delete, { page, context });
  const values = {
    words: { ...pageWords(page, context), row: rowName(page) },
    flags: { ...pageFlags(page), ownEdit, ownDelete },
    code: { label: rowLabel(page, context) },
  };
  return [
    fragment(context, "testMissing", values),
    ...(ownEdit || ownDelete ? [fragment(context, "testOwner", values)] : []),
    ...(ownDelete ? [fragment(context, "testDelete", values)] : []),
  ];
}
