import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = await temporaryFolder();

const sound = `entities:
  - name: person
    table: persons
    title: Person
    owner: id
    signUp: { fields: {} }
    access: { select: everyone, update: owner }
  - name: pie
    table: pies
    title: Pie
    fields:
      - { name: filling, type: text, max: 20, oneOf: [apple, plum] }
    references:
      - { field: baker_id, to: person }
      - { field: plate_id, to: plate, required: false }
    owner: baker_id
    access:
      select: { anyOf: [owner, { when: { field: filling, is: apple }, rule: everyone }] }
      insert: owner
  - name: plate
    table: plates
    title: Plate
    references: [{ field: pie_id, to: pie, required: false }]
    access: { select: everyone }
storage:
  - { name: photos, public: true, maxBytes: 1000, mimeTypes: [image/png] }
`;

const injected = `'Order "x"; drop table persons; --'`;

interface Fault {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly code: string;
  readonly says: RegExp;
}

const faults: readonly (readonly [what: string, fault: Fault])[] = [
  [
    "an unknown type",
    {
      from: "type: text",
      to: "type: varchar",
      line: 12,
      code: "schema/shape",
      says: /must be one of .*'text'.*; found "varchar"/,
    },
  ],
  [
    "an unknown reference",
    {
      from: "to: plate, required: false",
      to: "to: plait, required: false",
      line: 8,
      code: "schema/unknown-entity",
      says: /plait/,
    },
  ],
  [
    "references in a circle that no order of tables satisfies",
    {
      from: "required: false",
      to: "required: true",
      line: 8,
      code: "schema/reference-cycle",
      says: /pie -> plate -> pie|plate -> pie -> plate/,
    },
  ],
  [
    "an injected table",
    {
      from: "table: pies",
      to: `table: ${injected}`,
      line: 9,
      code: "schema/shape",
      says: /snake case/,
    },
  ],
  [
    "an injected field",
    {
      from: "{ name: filling, type",
      to: `{ name: ${injected}, type`,
      line: 12,
      code: "schema/shape",
      says: /snake case.*; found "Order \\"x\\"; drop table/,
    },
  ],
  [
    "an injected bucket",
    { from: "name: photos", to: `name: ${injected}`, line: 26, code: "schema/shape", says: /name/ },
  ],
  [
    "a reserved word as a table",
    {
      from: "table: pies",
      to: "table: order",
      line: 8,
      code: "schema/unusable-name",
      says: /"order".*reserved word/,
    },
  ],
  [
    "a reserved word as a column",
    {
      from: "name: filling, type",
      to: "name: user, type",
      line: 8,
      code: "schema/unusable-name",
      says: /"user".*reserved word/,
    },
  ],
  [
    "a column that every table has",
    {
      from: "name: filling, type",
      to: "name: created_at, type",
      line: 8,
      code: "schema/reserved-column",
      says: /created_at/,
    },
  ],
  [
    "a rule on a missing column",
    {
      from: "when: { field: filling",
      to: "when: { field: crust",
      line: 8,
      code: "schema/unknown-condition-field",
      says: /crust/,
    },
  ],
  [
    "a rule for an owner that is not there",
    {
      from: "    owner: baker_id\n",
      to: "",
      line: 8,
      code: "schema/rule-without-owner",
      says: /no owner column/,
    },
  ],
  [
    "a rule through nothing",
    {
      from: "insert: owner",
      to: "insert: { through: box_id }",
      line: 8,
      code: "schema/unknown-reference",
      says: /box_id/,
    },
  ],
  [
    "a search by what is no text",
    {
      from: "    owner: baker_id\n",
      to: "    owner: baker_id\n    search: [baker_id]\n",
      line: 8,
      code: "schema/search",
      says: /"baker_id", which is no text field.*filling/,
    },
  ],
  [
    "a search in an unknown language",
    {
      from: "    owner: baker_id\n",
      to: "    owner: baker_id\n    search: { fields: [filling], language: klingon }\n",
      line: 17,
      code: "schema/shape",
      says: /search.*"english"/,
    },
  ],
  [
    "events that may be deleted",
    {
      from: "      insert: owner\n",
      to: "      insert: owner\n      delete: owner\n    events: true\n",
      line: 8,
      code: "schema/events",
      says: /cannot have a delete rule: events are never removed/,
    },
  ],
  [
    "a membership of nothing",
    {
      from: "insert: owner",
      to: "insert: { member: club, of: plate_id }",
      line: 8,
      code: "schema/unknown-entity",
      says: /club/,
    },
  ],
];

test.each(faults)("%s is named with its place; no database is touched", async (_, fault) => {
  const file = join(folder, "bad.yaml");
  const text =
    fault.from === "required: false"
      ? sound.replaceAll(fault.from, fault.to)
      : sound.replace(fault.from, fault.to);
  expect(text).not.toBe(sound);
  await writeFile(file, text);
  const cache = await temporaryFolder();
  const commands = [
    ["schema", "compile", file],
    ["schema", "prove", file, "--cache-folder", cache],
  ];
  for (const command of commands) {
    const { exitCode, stderr, stdout } = await runCommand(command);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`${file}:${fault.line}:`);
    expect(stderr).toContain(fault.code);
    expect(stderr).toMatch(fault.says);
    const json = await runCommand([...command, "--json"]);
    expect(json.exitCode).toBe(2);
    const { diagnostics } = JSON.parse(json.stdout);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: fault.code,
        subject: expect.objectContaining({ file, line: fault.line }),
      }),
    );
  }
  // A database that had been started would have left its image there.
  expect(await readdir(cache)).toEqual([]);
});

test("the entities without a fault are fine", async () => {
  const file = join(folder, "sound.yaml");
  await writeFile(file, sound);
  const { exitCode, stderr } = await runCommand(["schema", "compile", file]);
  expect([exitCode, stderr]).toEqual([0, ""]);
});
