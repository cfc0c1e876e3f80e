import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { catalogKey, type CatalogObject } from "../../spec/catalog-object.ts";
import { changedFacts, type Catalog } from "./catalog.ts";
import { isWidening } from "./is-widening.ts";

interface RiskRequest {
  readonly actual: Catalog;
  readonly wanted: Catalog;
  /** Names of the tables of the public schema that have rows. */
  readonly filled: ReadonlySet<string>;
}

/**
 * What the migration may fail on where tables have rows: known before anything runs, with what to do about it. Tables that
 * are made anew have none.
 */
export function findRisks({ actual, wanted, filled }: RiskRequest): readonly Diagnostic[] {
  return wanted.objects.flatMap((object) => {
    const { schema, table } = object;
    if (schema !== "public" || table === null || !actual.has(`table ${schema}.${table}`)) return [];
    const risk = riskOf(object, actual.find(catalogKey(object)));
    if (risk === null) return [];
    const rows = filled.has(table) ? `${table} has rows` : `If ${table} has rows elsewhere`;
    return [
      diagnostic({
        code: `migrations/${risk.code}`,
        severity: "warning",
        name: [table, object.name].filter((part) => part !== "").join("."),
        message: `${rows}${filled.has(table) ? "," : ", they are"} ${risk.words}`,
        fix: risk.fix,
      }),
    ];
  });
}

interface Risk {
  readonly code: string;
  readonly words: string;
  readonly fix: string;
}

function riskOf(wanted: CatalogObject, actual: CatalogObject | undefined): Risk | null {
  switch (wanted.kind) {
    case "table":
      return actual === undefined ||
        (actual.facts["partitions"] ?? null) === (wanted.facts["partitions"] ?? null)
        ? null
        : otherPartitions;
    case "column":
      return actual === undefined ? newColumn(wanted) : changedColumn(wanted, actual);
    case "constraint":
      return isSame(wanted, actual) ? null : newConstraint(wanted);
    case "index":
      return isSame(wanted, actual) ||
        wanted.facts["definition"]?.startsWith("CREATE UNIQUE") !== true
        ? null
        : uniqueness(wanted.name);
    default:
      return null;
  }
}

/** No statement turns one kind of table into the other. */
const otherPartitions: Risk = {
  code: "other-partitions",
  words: "kept in another way than the entities say, and no migration can change that in place.",
  fix: "Rename the table in a migration of your own, let the migration make the new one, and copy the rows.",
};

function isSame(wanted: CatalogObject, actual: CatalogObject | undefined): boolean {
  return actual !== undefined && changedFacts(actual, wanted).length === 0;
}

function newColumn({ name, facts }: CatalogObject): Risk | null {
  const isFilled = facts["default"] !== null || facts["computed"] !== null;
  if (facts["required"] !== "yes" || isFilled || facts["identity"] !== null) return null;
  return {
    code: "required-column",
    words: `without a value for the new column ${name}, which is required and has no default: the migration fails.`,
    fix: "Give the field a default; or make it optional, fill it in a migration of your own, and require it then.",
  };
}

function changedColumn(wanted: CatalogObject, actual: CatalogObject): Risk | null {
  const { name, facts } = wanted;
  const [from, to] = [actual.facts["type"] ?? "", facts["type"] ?? ""];
  if (from !== to && !isWidening(from, to)) {
    return {
      code: "type-narrowing",
      words: `converted from ${from} to ${to} in ${name}: values that do not fit make the migration fail, or are rounded.`,
      fix: "Look for values that do not fit first; or add a second field, copy what fits, and drop the first one later.",
    };
  }
  if (facts["required"] !== "yes" || actual.facts["required"] === "yes") return null;
  return {
    code: "empty-values",
    words: `checked for empty values in ${name}, which becomes required: any of them makes the migration fail.`,
    fix: "Fill the empty ones in a migration of your own first.",
  };
}

function newConstraint({ name, facts }: CatalogObject): Risk {
  const { kind } = facts;
  if (kind === "p" || kind === "u") return uniqueness(name);
  return {
    code: "unproven-rows",
    words: `checked against ${name}: any that breaks it makes the migration fail.`,
    fix: "Look for such rows first, and correct them in a migration of your own.",
  };
}

function uniqueness(name: string): Risk {
  return {
    code: "unique-on-data",
    words: `checked for duplicates by ${name}: any make the migration fail.`,
    fix: "Look for duplicates first (group by its columns having count(*) > 1), and merge them in a migration of your own.",
  };
}
