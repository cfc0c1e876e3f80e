import { expect, test } from "vitest";
import { splitTolerantly } from "../../src/schema/split-tolerantly.ts";

const places = async (sql: string) => {
  const { statements, diagnostics } = await splitTolerantly(sql, { file: "a.sql" });
  return {
    statements: statements.map(({ line, column }) => [line, column]),
    errors: diagnostics.map(({ subject }) => [subject.line, subject.column]),
  };
};

test("an error costs only its own statement, and positions are those of the whole text", async () => {
  expect(await places("select 1;\nselekt 2; select 3;\n  select 4")).toEqual({
    statements: [
      [1, 1],
      [2, 11],
      [3, 3],
    ],
    errors: [[2, 1]],
  });
});

test.each([
  ["texts", "select 'a;b', E'it\\'s;', \"x;y\" from t;"],
  ["comments", "/* one; two */ select 1 -- three; four\n;"],
  ["bodies", "do $x$ begin perform 1; perform 2; end $x$;"],
  [
    "bodies of the standard",
    "create function f() returns int language sql begin atomic select 1; select 2; end;",
  ],
])("semicolons inside of %s do not cut", async (_, sql) => {
  const { statements, errors } = await places(`selekt 1;\n${sql}\nselect 2;`);
  expect(errors).toEqual([[1, 1]]);
  expect(statements).toHaveLength(2);
});

test("a text that never ends is one error", async () => {
  expect(await places("select 1;\nselect 'open;\nselect 2;")).toEqual({
    statements: [[1, 1]],
    errors: [[2, 8]],
  });
});
