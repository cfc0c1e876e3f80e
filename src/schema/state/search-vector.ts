import type { Node } from "@pgsql/types";
import type { Entity } from "../../spec/entity.ts";
import { call, cast, coalesce, column, operation, text, typeName } from "../ast/expressions.ts";
import { searchOf, type Search } from "../search.ts";

const weights = ["A", "B", "C", "D"];

/** The words of a row, those of the first field with the greatest weight. Null for an entity without search. */
export function searchVector(entity: Entity): Node | null {
  const search = searchOf(entity);
  if (search === null) return null;
  const [first, ...rest] = search.fields.map((name, place) =>
    call("setweight", [
      call("to_tsvector", [configuration(search), coalesce([column(name), text("")])]),
      text(weights[Math.min(place, weights.length - 1)] ?? "D"),
    ]),
  );
  return rest.reduce<Node | null>(
    (left, right) => (left === null ? right : operation({ left, operator: "||", right })),
    first ?? null,
  );
}

/** The text search configuration of the language. */
export function configuration({ language }: Search): Node {
  return cast(text(`pg_catalog.${language}`), typeName("regconfig"));
}
