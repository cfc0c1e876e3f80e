import type { ToggleEntity } from "../../../catalog/pages/page-plan.ts";
import { fragment } from "../fragments.ts";
import type { PageContext } from "../page-context.ts";
import { pageWords } from "../page-words.ts";
import { choiceLabel, choiceOf, parentPage, toggleWords } from "../toggle-file.ts";
import { rowName } from "./test-row.ts";

/** Tests of a toggle on its parent's page. */
export function toggleTests(toggle: ToggleEntity, context: PageContext): readonly string[] {
  const parent = parentPage(toggle, context);
  const choice = choiceOf(toggle);
  const [chosen = ""] = choice?.oneOf ?? [];
  const words = {
    ...toggleWords(toggle, context.pages.settings),
    one: toggle.labels.one,
    table: toggle.entity.table,
    userField: toggle.userField,
    parentField: toggle.parent.field,
    parentRow: rowName(parent),
    parentRoot: pageWords(parent, context)["root"] ?? "",
    parentTable: parent.entity.table,
    choice: choiceLabel(chosen),
    field: choice?.name ?? "",
  };
  const values = { words, code: { chosen: JSON.stringify(chosen) } };
  const names = choice === null ? ["testToggle", "testToggleBack"] : ["testAnswer"];
  return names.map((name) => fragment(context, name, values));
}
