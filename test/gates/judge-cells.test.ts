import { expect, it } from "vitest";
import { judgeCells } from "../../src/gates/judge-cells.ts";
import type { AccessMatrix } from "../../src/schema/access-matrix.ts";
import { note } from "../schema/social-entities.ts";

type Cell = AccessMatrix["cells"][number];

function cellOf(id: string, cell: Pick<Cell, "actor" | "expect">): Cell {
  return {
    id,
    table: "notes",
    command: "delete",
    description: id,
    sql: "delete from notes",
    ...cell,
  };
}

const refusal = cellOf("a visitor", { actor: { kind: "anon" }, expect: { kind: "denied" } });
const success = cellOf("the server", {
  actor: { kind: "service_role" },
  expect: { kind: "rows", rows: 1, mayBeRestricted: false },
});
const refused = {
  id: refusal.id,
  outcome: { kind: "perm", code: "42501", message: "denied" },
} as const;
const succeeded = { id: success.id, outcome: { kind: "rows", rows: 1 } } as const;

function codes(cells: readonly Cell[], results: Parameters<typeof judgeCells>[0]["results"]) {
  const judged = judgeCells({ entities: [note], matrix: { fixtures: [], cells }, results });
  return judged.map((found) => found.code);
}

it("takes a refusal beside a success of the same command as proof", () => {
  expect(codes([refusal, success], [refused, succeeded])).toEqual([]);
});

it("takes a refusal alone as no proof", () => {
  expect(codes([refusal], [refused])).toEqual(["access/no-control"]);
});

it("wants every cell to have run", () => {
  expect(codes([refusal, success], [refused])).toEqual(["access/not-tried"]);
});

it("never takes a broken statement for a refusal", () => {
  const broken = {
    id: refusal.id,
    outcome: { kind: "error", code: "42601", message: "syntax" },
  } as const;
  expect(codes([refusal, success], [broken, succeeded])).toEqual(["access/broken-attempt"]);
});
