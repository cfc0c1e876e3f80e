import type { TSType } from "oxc-parser";
import type { JsonValue } from "./contract-request.ts";

/** What the app's database types promise of one column: kinds of values, and texts of a closed set. */
export interface ColumnPromise {
  readonly kinds: ReadonlySet<string>;
  readonly texts: ReadonlySet<string>;
}

/** Table -> column -> what comes back. */
export type RowTypes = ReadonlyMap<string, ReadonlyMap<string, ColumnPromise>>;

/** Reads the rows of `Database["public"]["Tables"]` from the text of the types; null where the text is not of that form. */
export async function readRowTypes(text: string): Promise<RowTypes | null> {
  const { parseSync } = await import("oxc-parser");
  const { program, errors } = parseSync("database.types.ts", text);
  if (errors.length > 0) return null;
  const declared = program.body
    .map((statement) => ("declaration" in statement ? statement.declaration : statement))
    .find((one) => one?.type === "TSTypeAliasDeclaration" && one.id.name === "Database");
  if (declared?.type !== "TSTypeAliasDeclaration") return null;
  const tables = membersOf(
    membersOf(membersOf(declared.typeAnnotation)?.get("public"))?.get("Tables"),
  );
  if (tables === null) return null;
  return new Map(
    [...tables].map(([table, type]) => {
      const columns = membersOf(membersOf(type)?.get("Row")) ?? new Map<string, TSType>();
      return [table, new Map([...columns].map(([name, one]) => [name, promiseOf(one)]))];
    }),
  );
}

/** Whether the value is one that the types allow. */
export function isPromised(value: JsonValue, { kinds, texts }: ColumnPromise): boolean {
  if (kinds.has("anything") || kinds.has(kindOf(value))) return true;
  return typeof value === "string" && texts.has(value);
}

export function kindOf(value: JsonValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function membersOf(type: TSType | undefined): ReadonlyMap<string, TSType> | null {
  if (type?.type !== "TSTypeLiteral") return null;
  return new Map(
    type.members.flatMap((member): readonly (readonly [string, TSType])[] => {
      if (member.type !== "TSPropertySignature" || !member.typeAnnotation) return [];
      const { key } = member;
      const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? key.value : null;
      return typeof name === "string" ? [[name, member.typeAnnotation.typeAnnotation]] : [];
    }),
  );
}

const kindsOf: Readonly<Record<string, string>> = {
  TSStringKeyword: "string",
  TSNumberKeyword: "number",
  TSBooleanKeyword: "boolean",
  TSNullKeyword: "null",
  TSArrayType: "array",
  TSTypeLiteral: "object",
};

/** A type of another form promises nothing that can be looked at here. */
function promiseOf(type: TSType): ColumnPromise {
  const parts = type.type === "TSUnionType" ? type.types : [type];
  const texts = parts.flatMap((part) =>
    part.type === "TSLiteralType" &&
    part.literal.type === "Literal" &&
    typeof part.literal.value === "string"
      ? [part.literal.value]
      : [],
  );
  const kinds = parts
    .filter((part) => part.type !== "TSLiteralType")
    .map((part) => kindsOf[part.type] ?? "anything");
  return { kinds: new Set(kinds), texts: new Set(texts) };
}
