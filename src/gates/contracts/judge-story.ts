import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { ContractReply, JsonValue, JsonValues } from "./contract-request.ts";
import type { ContractStep, ExpectedRow, StepExpectation } from "./contract-step.ts";
import { isSameValue } from "./json-values.ts";

export interface JudgedStep {
  readonly step: ContractStep;
  readonly reply: ContractReply;
}

/** Compares what came back with what must: one sentence on the difference, or null. */
export function differenceIn({ step: { expect }, reply }: JudgedStep): string | null {
  const error = reply.code === null ? null : `${reply.code} ${reply.message}`.trim();
  switch (expect.kind) {
    case "refused":
      return refusalProblem(expect, reply);
    case "unaffected":
      if (error !== null) return `must find nothing, but ends with ${error}`;
      return reply.rows.length === 0 ? null : `must find nothing, but finds ${countOf(reply)}`;
    case "done":
      return error === null ? null : `must work, but ends with ${error}`;
    case "rows":
      if (error !== null) return `must work, but ends with ${error}`;
      return rowsProblem(expect, reply);
    case "among":
      if (error !== null) return `must work, but ends with ${error}`;
      return listProblem(expect, reply);
  }
}

type Expected<Kind> = Extract<StepExpectation, { readonly kind: Kind }>;

function refusalProblem({ codes }: Expected<"refused">, reply: ContractReply): string | null {
  if (reply.code === null) return `must be refused, but works (${countOf(reply)})`;
  if (codes.length === 0 || codes.includes(reply.code)) return null;
  return `must be refused with ${codes.join(" or ")}, but ends with ${reply.code} ${reply.message}`;
}

function rowsProblem({ rows, isNewer }: Expected<"rows">, reply: ContractReply): string | null {
  if (reply.rows.length !== rows.length)
    return `must answer with ${rows.length} row, but answers with ${reply.rows.length}`;
  const stale = reply.rows.some(
    ({ created_at: made, updated_at: changed }) => !isLater(changed, made),
  );
  if (isNewer === true && stale) return "must set updated_at, but it is as before";
  return rows.map((row) => rowProblem(row, reply)).find((problem) => problem !== null) ?? null;
}

function isLater(changed: JsonValue | undefined, made: JsonValue | undefined): boolean {
  if (typeof changed !== "string" || typeof made !== "string") return false;
  return (
    Date.parse(changed) > Date.parse(made) || (sameMillisecond(changed, made) && changed > made)
  );
}

/** Times have microseconds, of which a date of JavaScript knows nothing. */
function sameMillisecond(left: string, right: string): boolean {
  return Date.parse(left) === Date.parse(right);
}

function listProblem(
  { rows, hidden, gone }: Expected<"among">,
  reply: ContractReply,
): string | null {
  const shown = (key: JsonValues) => reply.rows.some((row) => hasKey(row, key));
  const secret = hidden.filter(shown).length;
  if (secret > 0) return `must not show ${secret} of the rows that it shows`;
  const stale = gone.filter(shown).length;
  if (stale > 0) return `must not show ${stale} rows that were deleted, or whose parent was`;
  const missing = rows.filter(({ key }) => !shown(key)).length;
  if (missing > 0) return `must show ${rows.length} rows, but ${missing} of them are missing`;
  return rows.map((row) => rowProblem(row, reply)).find((problem) => problem !== null) ?? null;
}

function rowProblem({ key, values }: ExpectedRow, { rows }: ContractReply): string | null {
  const row = rows.find((one) => hasKey(one, key));
  if (row === undefined) return "answers with another row";
  for (const [name, value] of Object.entries(values)) {
    const found = row[name];
    if (found === undefined) return `has no column ${name}`;
    if (!isSameValue(value, found))
      return `must have ${name} ${short(value)}, but has ${short(found)}`;
  }
  return null;
}

function hasKey(row: JsonValues, key: JsonValues): boolean {
  return Object.entries(key).every(([name, value]) => isSameValue(value, row[name]));
}

const mostCharacters = 60;

function short(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}...` : text;
}

function countOf({ rows }: ContractReply): string {
  return rows.length === 1 ? "1 row" : `${rows.length} rows`;
}

/** So many findings of one table and command are told; what follows from them is counted. */
const mostToldOfOne = 2;

/**
 * Names feature, table, command, actor, what must be and what is. What is wrong in the same way again is left out: one
 * fault is met by many requests.
 */
export function stepFindings(
  judged: readonly JudgedStep[],
  featureOf: (table: string) => string,
): readonly Diagnostic[] {
  const wrong = judged.flatMap(({ step, reply }) => {
    const difference = differenceIn({ step, reply });
    return difference === null ? [] : [{ step, difference }];
  });
  const groups = Map.groupBy(wrong, ({ step }) => `${step.command} ${step.table}`);
  return [...groups.values()].flatMap((group) => {
    const distinct = [...new Map(group.toReversed().map((one) => [one.difference, one])).values()]
      .toReversed()
      .slice(0, mostToldOfOne);
    const more = group.length - distinct.length;
    return distinct.map(({ step, difference }, at) => {
      const { command, table, words } = step;
      const rest = at > 0 || more === 0 ? "" : ` ${more} more requests of this kind went wrong.`;
      const message = `${featureOf(table)}: ${words} (${command} on ${table}), which ${difference}.${rest}`;
      return diagnostic({ code: `contracts/${command}`, name: table, message });
    });
  });
}
