import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, ownTables } from "./subjects.ts";

/** Those that survive an upgrade by name are left out: regclass, regrole, regtype. */
const types = new Set(
  "regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure".split(
    " ",
  ),
);

export const regType: Lint = {
  code: "lint/reg-type",
  severity: "warning",
  title: "Column that stops an upgrade",
  explanation:
    "Values of this type are internal numbers that another version of Postgres does not know; pg_upgrade refuses the database.",
  remedy: "Store the name as text and cast it where it is used.",
  find: ({ facts }) =>
    columnsOf(ownTables(facts))
      .filter(({ column }) => types.has(column.type.replace(/^pg_catalog\./, "")))
      .map((place) => columnHit(place, `${place.column.name} is a ${place.column.type}.`)),
};
