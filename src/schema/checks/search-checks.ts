import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { searchOf } from "../search.ts";
import { entityFinding } from "./entity-finding.ts";

/** Entities that could not be searched as they ask for. */
export function searchChecks(entity: Entity): readonly Diagnostic[] {
  const search = searchOf(entity);
  if (search === null) return [];
  const texts = entity.fields.filter(({ type }) => type === "text").map(({ name }) => name);
  const allowed = texts.length === 0 ? "it has none" : texts.join(", ");
  const finding = (message: string, fix: string): Diagnostic =>
    entityFinding(entity, { code: "search", message, fix });
  return [
    ...search.fields
      .filter((name, place) => search.fields.indexOf(name) < place)
      .map((name) =>
        finding(`The search of ${entity.name} names ${name} more than once.`, "Name it once."),
      ),
    ...search.fields
      .filter((name) => !texts.includes(name))
      .map((name) =>
        finding(
          `The search of ${entity.name} names "${name}", which is no text field of it. Text fields: ${allowed}.`,
          "Name text fields only; what is computed or in another table cannot be searched with it.",
        ),
      ),
    ...(entity.key === null
      ? []
      : [
          finding(
            `${entity.name} has a key of several columns, and pages of a search are told apart by id.`,
            "Leave out the key, and put its columns into unique.",
          ),
        ]),
  ];
}
