import fc from "fast-check";
import { expect, it } from "vitest";
import { refuseStatements } from "../../src/schema/refuse-statements.ts";
import { splitStatements } from "../../src/schema/split-statements.ts";

it("cuts at the semicolons between statements, and only there", async () => {
  const sql =
    "-- é; no\n/* a /* b */ ; */ select 'é;', $x$ ; $x$ ;\n\n  -- x\n  select '😀' ;; begin; select \"a;b\" -- end;\n";
  const { statements, diagnostics } = await splitStatements(sql);
  expect(diagnostics).toEqual([]);
  expect(statements.map((found) => [found.line, found.column, found.sql])).toEqual([
    [2, 19, "select 'é;', $x$ ; $x$"],
    [5, 3, "select '😀'"],
    [5, 17, "begin"],
    [5, 24, 'select "a;b" -- end;'],
  ]);
});

it.each(["", "  \n", "-- nothing\n", "/* nothing */;;"])("finds nothing in %j", async (sql) => {
  expect(await splitStatements(sql)).toEqual({ statements: [], diagnostics: [] });
});

it.each([
  ["select 1;\n  selekt 'é' 2", [2, 3], 'syntax error at or near "selekt"'],
  ["select '😀é' from from", [1, 18], 'syntax error at or near "from"'],
  ["select 'open", [1, 8], "unterminated quoted string"],
  ["select 1\0", [1, 9], "U+0000"],
])("names the place of the error in %j", async (sql, [line, column], words) => {
  const { statements, diagnostics } = await splitStatements(sql, { file: "a.sql" });
  expect(statements).toEqual([]);
  expect(diagnostics).toMatchObject([
    {
      code: "schema/syntax",
      subject: { file: "a.sql", line, column },
      message: expect.stringContaining(words),
    },
  ]);
});

it("gives back statements whatever texts and comments are between them", async () => {
  const blank = fc.constantFrom(" ", "\n", "-- c;\n", "/* ;é */", "\t");
  const statement = fc
    .string({ unit: "grapheme", maxLength: 8 })
    .map((text) => `select '${text.replaceAll("'", "''").replaceAll("\0", "")}'`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.array(blank), statement)), async (parts) => {
      const sql = parts.map(([blanks, text]) => `${blanks.join("")}${text};`).join("");
      const { statements } = await splitStatements(sql);
      expect(statements.map((found) => found.sql)).toEqual(parts.map(([, text]) => text));
      for (const { sql: text, line, column } of statements) {
        const rest = sql
          .split("\n")
          .slice(line - 1)
          .join("\n");
        expect(
          Array.from(rest)
            .slice(column - 1)
            .join("")
            .startsWith(text),
        ).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

it.each([
  ["copy a from stdin", "COPY"],
  ["copy a to program 'rm'", "COPY PROGRAM"],
  ["copy a from '/etc/passwd'", "COPY with a file name"],
  ["create subscription s connection 'x' publication p", "subscription"],
  ["load 'library'", "LOAD"],
  ["alter system set work_mem = '1GB'", "ALTER SYSTEM"],
  ["create tablespace t location '/tmp'", "tablespaces"],
  ["create table a (b int) tablespace t", "tablespaces"],
  ["create table a tablespace t as select 1", "tablespaces"],
  ["alter table a set tablespace t", "tablespaces"],
  ["create index concurrently on a (b)", "CONCURRENTLY"],
  ["select lo_import('/etc/passwd')", "lo_import"],
  ["insert into a select pg_catalog.pg_read_file('x')", "pg_read_file"],
  ["create function f() returns int language c as 'a', 'b'", "not in c"],
  ["create role boss superuser", "roles"],
  ["commit", "transaction"],
  ["prepare transaction 'x'", "transaction"],
  ["alter subscription s disable", "subscription"],
  ["drop subscription s", "subscription"],
  [
    "do $$ begin execute 'create\n subscription s connection ''x'' publication p'; end $$",
    "subscription",
  ],
  ["copy a to '/tmp/x'", "COPY with a file name"],
  ["copy a to stdout", "COPY from or to the client"],
  ["copy (select 1) to stdout", "COPY from or to the client"],
  ["copy a from program 'ls'", "COPY PROGRAM"],
  ["alter tablespace t set (seq_page_cost = 1)", "tablespaces"],
  ["drop tablespace t", "tablespaces"],
  ["create index i on a (b) tablespace t", "tablespaces"],
  ["alter table all in tablespace t set tablespace u", "tablespaces"],
  ["vacuum", "VACUUM"],
  ["analyze a", "VACUUM"],
  ["create database d", "own database"],
  ["drop database d", "own database"],
  ["alter database d set work_mem = '1GB'", "whole database"],
  ["drop index concurrently i", "CONCURRENTLY"],
  ["reindex table concurrently a", "CONCURRENTLY"],
  ["reindex database d", "REINDEX"],
  ["alter table a detach partition b concurrently", "CONCURRENTLY"],
  ["discard all", "DISCARD"],
  ["checkpoint", "CHECKPOINT"],
  ["listen c", "LISTEN"],
  ["select pg_sleep(9)", "pg_sleep"],
  ["select pg_ls_dir('/')", "pg_ls_dir"],
  ["select pg_terminate_backend(1)", "pg_terminate_backend"],
  ["select dblink('x', 'y')", "dblink"],
  ["create server s foreign data wrapper w", "foreign servers"],
  ["create foreign data wrapper w", "other servers"],
  ["create user mapping for public server s", "foreign servers"],
  ["grant anon to postgres", "roles"],
  ["alter role anon superuser", "roles"],
  ["drop role anon", "roles"],
  ["create function f() returns int language plpython3u as 'return 1'", "not in plpython3u"],
])("refuses %j", async (sql, words) => {
  const { statements } = await splitStatements(`select 1;\n  ${sql}`);
  expect(refuseStatements(statements, { file: "a.sql" })).toMatchObject([
    {
      code: "schema/refused-statement",
      subject: { file: "a.sql", line: 2, column: 3 },
      message: expect.stringContaining(words),
    },
  ]);
});

it("lets ordinary statements pass", async () => {
  const sql = `
    create table a (b int primary key, copy text default 'copy a from stdin');
    create function f() returns int language sql as $$ select 1 $$;
    do $$ begin perform 1; end $$;
    create index on a (copy); drop index if exists i; insert into a select 1; grant select on a to public;`;
  const { statements } = await splitStatements(sql);
  expect(statements).toHaveLength(7);
  expect(refuseStatements(statements)).toEqual([]);
});
