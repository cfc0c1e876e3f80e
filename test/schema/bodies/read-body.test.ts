import { describe, expect, it } from "vitest";
import { readBody } from "../../../src/schema/bodies/read-body.ts";

function partsOf(body: string): readonly string[] | null {
  const read = readBody(body);
  return read === null
    ? null
    : read.parts.map(({ kind, line, sql }) => `${line} ${kind} ${sql.trim()}`);
}

describe("the SQL in a PL/pgSQL body", () => {
  it.each([
    ["an assignment", "x := a + 1;", ["1 expression a + 1"]],
    ["an assignment by =", "x = 2;", ["1 expression 2"]],
    [
      "a field and an element",
      "new.title := 'a;b'; list[i + 1] := 3;",
      ["1 expression new.title", "1 expression 'a;b'", "1 expression 3"],
    ],
    ["perform", "perform notify_all(1);", ["1 query select notify_all(1)"]],
    [
      "a query without its targets",
      "select a, b into strict x, y.z from t;",
      ["1 query select a, b from t"],
    ],
    [
      "what an insert returns",
      "insert into t (a) values (1) returning id into x;",
      ["1 query insert into t (a) values (1) returning id"],
    ],
    [
      "branches",
      "if a then null; elsif b then x := 1; else delete from t; end if;",
      ["1 expression a", "1 expression b", "1 expression 1", "1 query delete from t"],
    ],
    [
      "CASE inside a condition",
      "if case when a then b else c end then null; end if;",
      ["1 expression case when a then b else c end"],
    ],
    [
      "CASE as a statement",
      "case x when 1, 2 then y := 1; else null; end case;",
      ["1 expression x", "1 expression 1"],
    ],
    [
      "rows",
      "for r in select * from t loop update u set a = r.a; end loop;",
      ["1 query select * from t", "1 query update u set a = r.a"],
    ],
    [
      "numbers",
      "for i in reverse 1..(select count(*) from t) by 2 loop exit when i = 3; end loop;",
      ["1 expression 1", "1 expression (select count(*) from t)"],
    ],
    ["arrays", "foreach x in array list loop continue; end loop;", ["1 expression list"]],
    [
      "a condition of a loop",
      "while exists (select from t) loop null; end loop;",
      ["1 expression exists (select from t)"],
    ],
    [
      "what is returned",
      "return query select a from t; return next x; return;",
      ["1 query select a from t", "1 expression x"],
    ],
    [
      "dynamic texts",
      "execute format('drop table %I', x) using y; return query execute z;",
      ["1 dynamic execute format('drop table %I', x) using y", "1 dynamic execute z"],
    ],
    [
      "a block with its handlers",
      "begin insert into t values (1); exception when unique_violation or others then x := 1; end;",
      ["1 query insert into t values (1)", "1 expression 1"],
    ],
    [
      "comments and dollar quotes",
      "-- begin;\n/* a /* b */ ; */\nx := $q$;$q$;",
      ["3 expression $q$;$q$"],
    ],
    ["messages", "raise exception 'a; %', x using errcode = '42501';", []],
  ])("finds %s", (_, statements, parts) => {
    expect(partsOf(`begin ${statements} end;`)).toEqual(parts);
  });

  it("knows variables, their types and defaults, and the line of everything", () => {
    const read = readBody(`
declare
  total numeric(10, 2) not null := (select 1);
  one record; declare row public.notes%rowtype;
begin
  <<lines>>
  for i in 1..3 loop
    create temp table seen (id int);
  end loop lines;
end`);
    expect(read?.variables).toEqual([
      { name: "total", type: "numeric(10, 2)" },
      { name: "one", type: null },
      { name: "row", type: "public.notes%rowtype" },
      { name: "i", type: "integer" },
    ]);
    expect(read?.parts.map(({ line }) => line)).toEqual([3, 7, 7]);
    expect(read).toMatchObject({ made: ["seen"], labels: ["lines"] });
  });

  it.each([
    "",
    "begin",
    "begin x end",
    "begin if a then end",
    "begin frobnicate 1; end",
    "select 1",
  ])("says of %j that it is not understood", (body) => expect(partsOf(body)).toBeNull());
});
