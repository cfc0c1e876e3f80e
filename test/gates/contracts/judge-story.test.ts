import { describe, expect, test } from "vitest";
import type { ContractReply } from "../../../src/gates/contracts/contract-request.ts";
import type { ContractStep, StepExpectation } from "../../../src/gates/contracts/contract-step.ts";
import { differenceIn, stepFindings } from "../../../src/gates/contracts/judge-story.ts";

function stepThat(expect: StepExpectation, words = "the owner reads"): ContractStep {
  const request = { kind: "select", as: null, table: "plants", key: null } as const;
  return { request, expect, table: "plants", command: "select", words };
}

const found = (rows: ContractReply["rows"]): ContractReply => ({ code: null, message: "", rows });
const refusal = (code: string): ContractReply => ({ code, message: "no", rows: [] });
const fern = {
  key: { id: "1" },
  values: { name: "fern", tags: ["a"], at: "2025-01-01T00:00:00Z" },
};
const fernRow = { id: "1", name: "fern", tags: ["a"], at: "2025-01-01T00:00:00+00:00", more: 1 };

describe("what comes back is compared with what must", () => {
  const among: StepExpectation = {
    kind: "among",
    rows: [fern],
    hidden: [{ id: "2" }],
    gone: [{ id: "3" }],
  };
  const cases: readonly (readonly [StepExpectation, ContractReply, string | null])[] = [
    [{ kind: "refused", codes: ["42501"] }, refusal("42501"), null],
    [{ kind: "refused", codes: [] }, refusal("413"), null],
    [
      { kind: "refused", codes: ["42501"] },
      refusal("42703"),
      "must be refused with 42501, but ends with 42703 no",
    ],
    [{ kind: "refused", codes: [] }, found([{}]), "must be refused, but works (1 row)"],
    [{ kind: "unaffected" }, found([]), null],
    [{ kind: "unaffected" }, found([{}, {}]), "must find nothing, but finds 2 rows"],
    [{ kind: "unaffected" }, refusal("42501"), "must find nothing, but ends with 42501 no"],
    [{ kind: "done" }, refusal("42501"), "must work, but ends with 42501 no"],
    [{ kind: "rows", rows: [fern] }, found([fernRow]), null],
    [{ kind: "rows", rows: [fern] }, found([]), "must answer with 1 row, but answers with 0"],
    [
      { kind: "rows", rows: [fern] },
      found([{ ...fernRow, name: "moss" }]),
      'must have name "fern", but has "moss"',
    ],
    [among, found([fernRow, { id: "9" }]), null],
    [among, found([]), "must show 1 rows, but 1 of them are missing"],
    [among, found([fernRow, { id: "2" }]), "must not show 1 of the rows that it shows"],
    [
      among,
      found([fernRow, { id: "3" }]),
      "must not show 1 rows that were deleted, or whose parent was",
    ],
  ];
  test.each(cases)("%j", (expectation, reply, difference) => {
    expect(differenceIn({ step: stepThat(expectation), reply })).toBe(difference);
  });

  test("a changed row is newer, to the microsecond", () => {
    const step = stepThat({
      kind: "rows",
      rows: [{ key: { id: "1" }, values: {} }],
      isNewer: true,
    });
    const at = (changed: string) =>
      differenceIn({
        step,
        reply: found([{ id: "1", created_at: "2025-01-01T00:00:00.000001Z", updated_at: changed }]),
      });
    expect(at("2025-01-01T00:00:00.000002Z")).toBeNull();
    expect(at("2025-01-01T00:00:00.000001Z")).toContain("updated_at");
  });
});

test("one fault that many requests meet is told once, with how many they are", () => {
  const reply = refusal("42501");
  const judged = ["a", "b", "c"].map((words) => ({
    step: stepThat({ kind: "done" }, words),
    reply,
  }));
  const findings = stepFindings(judged, () => "Garden");
  expect(findings.map(({ code, subject, message }) => [code, subject.name, message])).toEqual([
    [
      "contracts/select",
      "plants",
      "Garden: a (select on plants), which must work, but ends with 42501 no. 2 more requests of this kind went wrong.",
    ],
  ]);
});
