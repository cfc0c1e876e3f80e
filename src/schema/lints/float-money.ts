import type { Lint } from "./lint.ts";
import { columnHit, columnsOf, ownTables } from "./subjects.ts";

export const floatMoney: Lint = {
  code: "lint/float-money",
  severity: "warning",
  title: "Money as a floating number",
  explanation:
    "Floating numbers cannot hold most cents, so that sums are wrong; money depends on the locale of the server.",
  remedy: "Store minor units as bigint, or use numeric.",
  find: ({ facts }) =>
    columnsOf(ownTables(facts))
      .filter(
        ({ column }) =>
          column.type === "money" ||
          (/^(?:real|double precision)$/.test(column.type) && amount.test(column.name)),
      )
      .map((place) => columnHit(place, `${place.column.name} is ${place.column.type}.`)),
};

const amount =
  /(?:^|_)(?:price|amount|cost|total|subtotal|balance|fee|tax|salary|discount|refund|payment)(?:_|$)/;
