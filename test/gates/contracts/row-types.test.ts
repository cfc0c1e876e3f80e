import { expect, test } from "vitest";
import { judgeTypes } from "../../../src/gates/contracts/judge-types.ts";
import { readRowTypes } from "../../../src/gates/contracts/row-types.ts";
import { printDatabaseTypes } from "../../../src/schema/print-database-types.ts";
import { socialEntities } from "../../schema/social-entities.ts";

const file = "src/lib/database.types.ts";

test("the rows of printed types are read", async () => {
  const types = await readRowTypes(printDatabaseTypes(socialEntities));
  expect([...(types?.keys() ?? [])]).toContain("posts");
  expect(types?.get("posts")?.get("mood")).toEqual({
    kinds: new Set(),
    texts: new Set(["calm", "it's \\fine"]),
  });
  expect([...(types?.get("posts")?.get("length_ms")?.kinds ?? [])]).toEqual(["number", "null"]);
  expect(await readRowTypes("export const nothing = 1;")).toBeNull();
});

test("columns that are missing, unknown or of another type are named once", async () => {
  const types = await readRowTypes(
    'export type Database = { public: { Tables: { plants: { Row: { id: string; name: string | null; size: "s" | "l"; tags: string[]; any: Json } } } } };',
  );
  const step = {
    request: { kind: "select", as: null, table: "plants", key: null },
    expect: { kind: "done" },
    table: "plants",
    command: "select",
    words: "",
  } as const;
  const judge = (...rows: Parameters<typeof judgeTypes>[0]["judged"][number]["reply"]["rows"]) =>
    judgeTypes({
      judged: [{ step, reply: { code: null, message: "", rows } }],
      types: types ?? new Map(),
      file,
      featureOf: () => "Garden",
    }).map(({ message }) => message);
  const whole = { id: "1", name: null, size: "s", tags: [], any: { a: 1 } };
  expect(judge(whole)).toEqual([]);
  const { tags: _, ...less } = whole;
  const wrong = { ...less, id: 1, size: "xl", more: true };
  expect(judge(wrong, wrong)).toEqual([
    "Garden: The column plants.id comes back as number, which the types do not allow.",
    "Garden: The column plants.size comes back as string, which the types do not allow.",
    "Garden: The column plants.tags is promised by the types, but does not come back.",
    "Garden: The column plants.more comes back, but the types do not have it.",
  ]);
});
