import { expect, test } from "vitest";
import { splitStatements } from "./migrations.ts";

test("a migration is cut at its semicolons, with the line on which each statement starts", () => {
  expect(
    splitStatements(
      "create table a (id int);\n\n-- the second; with a comment\ncreate table b (id int);\n",
    ),
  ).toEqual([
    { text: "create table a (id int);", line: 1 },
    { text: "create table b (id int);", line: 4 },
  ]);
});

test.each([
  "insert into a values ('it''s; fine');",
  "insert into a values (E'it\\'s; fine');",
  'create table "odd;name" (id int);',
  "create function f() returns int language plpgsql as $$ begin return 1; end; $$;",
  "create function f() returns int language plpgsql as $body$ begin perform $$;$$; return 1; end $body$;",
  "select 1 /* not; here */ + 1;",
])("%s is one statement", (sql) => {
  expect(splitStatements(`${sql}\nselect 2;`).map(({ text }) => text)).toEqual([sql, "select 2;"]);
});

test("the last semicolon may be missing, and comments alone are nothing to run", () => {
  expect(splitStatements("select 1")).toEqual([{ text: "select 1", line: 1 }]);
  expect(splitStatements("-- nothing;\n/* here; */ ;\n")).toEqual([]);
});
