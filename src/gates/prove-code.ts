import { triggersOf, type WatchedStatement } from "../backend/explain-cells.ts";
import { runCells } from "../backend/run-cells.ts";
import { runScripts, type ScriptOutcome } from "../backend/run-scripts.ts";
import type { Session } from "../backend/session.ts";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { AccessMatrix } from "../schema/access-matrix.ts";
import { judgeMatrix } from "../schema/judge-matrix.ts";
import { callText, refusedCalls } from "../schema/matrix/refused-calls.ts";
import { actorSettings } from "../spec/actor.ts";
import type { FunctionSource } from "../spec/function-source.ts";

/** What became of the triggers and functions of a database. */
export interface CodeProof {
  readonly triggers: number;
  readonly triggersRun: number;
  readonly functions: number;
  readonly functionsRun: number;
  /** Calls that the API must refuse, effects of triggers, and calls of functions that policies ask. */
  readonly attempts: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface Code {
  readonly sources: readonly FunctionSource[];
  readonly matrix: AccessMatrix;
}

/**
 * Runs every trigger and every function at least once on a database that holds the matrix's fixtures, looks whether they do
 * what the entities promise, and whether the API can call only what it may. What cannot be run is named. All is undone.
 */
export async function proveCode(session: Session, code: Code): Promise<CodeProof> {
  const { sources } = code;
  const wrong = await wrongEffects(session, code.matrix);
  const refused = refusedCalls(sources);
  const open = judgeMatrix({ fixtures: [], cells: refused }, await runCells(session, refused));
  const fired = await firedTriggers(session, code);
  const all = sources.flatMap(({ triggers }) => triggers);
  const idle = all.filter((trigger) => !fired.has(triggerKey(trigger)));
  const called = await calledFunctions(session, sources);
  const unrun = sources.filter(
    ({ isTrigger, triggers }, place) =>
      (isTrigger && !triggers.some((one) => fired.has(triggerKey(one)))) ||
      (!isTrigger && !hasRun(called[place])),
  );
  return {
    triggers: all.length,
    triggersRun: all.length - idle.length,
    functions: sources.length,
    functionsRun: sources.length - unrun.length,
    attempts:
      (code.matrix.effects ?? []).length + (code.matrix.calls ?? []).length + refused.length,
    diagnostics: [
      ...wrong,
      ...open,
      ...idle.map(({ name, table }) => notRun(`The trigger ${name} of ${table}`, table)),
      ...unrun.map((source) => {
        const name = `${source.schema}.${source.name}`;
        const outcome = called[sources.indexOf(source)];
        const why = outcome !== undefined && "code" in outcome ? outcome.message : null;
        return notRun(`The function ${name}`, name, why);
      }),
      ...sources
        .filter(isUndeclared)
        .filter(({ name, schema }) => code.matrix.functions?.includes(`${schema}.${name}`) !== true)
        .map(undeclared),
    ],
  };
}

/** Whether the effects and calls of the matrix come out as they must. */
export async function wrongEffects(
  session: Session,
  { calls = [], effects = [] }: Pick<AccessMatrix, "calls" | "effects">,
): Promise<readonly Diagnostic[]> {
  const outcomes = await runScripts(session, [
    ...effects.map(({ actor, statements }) => ({
      statements,
      claims: actor === undefined ? null : actorSettings(actor).claims,
    })),
    ...calls.map(({ sql, user }) => ({
      statements: [sql],
      claims: actorSettings({ kind: "user", id: user }).claims,
    })),
  ]);
  return [
    ...effects.flatMap(({ id, statements, tables }, place) =>
      wrongOutcome(outcomes[place], {
        wanted: 1,
        what: id,
        name: tables[0] ?? id,
        sql: statements.join("; "),
      }),
    ),
    ...calls.flatMap(({ called, id, rows, sql }, place) =>
      wrongOutcome(outcomes[effects.length + place], { wanted: rows, what: id, name: called, sql }),
    ),
  ];
}

interface Wanted {
  readonly wanted: number;
  readonly what: string;
  readonly name: string;
  readonly sql: string;
}

function wrongOutcome(
  outcome: ScriptOutcome | undefined,
  { name, sql, wanted, what }: Wanted,
): readonly Diagnostic[] {
  if (outcome !== undefined && "rows" in outcome && outcome.rows === wanted) return [];
  const found =
    outcome === undefined
      ? "it was not run"
      : "rows" in outcome
        ? `it found ${outcome.rows} rows instead of ${wanted}`
        : `it failed with ${outcome.code} (${outcome.message})`;
  return [
    diagnostic({
      code: "access/effect",
      name,
      message: `${what}: ${found}. Statements: ${sql}`,
      fix: "Make the trigger or function do what the entity says.",
    }),
  ];
}

interface TriggerName {
  readonly name: string;
  /** Quoted, with schema. */
  readonly table: string;
}

/** Plans name tables without their schema. */
function triggerKey({ name, table }: TriggerName): string {
  return `${name} on ${(/"((?:[^"]|"")*)"$|([^".]+)$/.exec(table) ?? []).slice(1).join("")}`;
}

async function firedTriggers(
  session: Session,
  { matrix, sources }: Code,
): Promise<ReadonlySet<string>> {
  const wanted = new Set(sources.flatMap(({ triggers }) => triggers.map(triggerKey)));
  const writes = matrix.cells.filter(
    ({ command, expect }) => command !== "select" && expect.kind === "rows" && expect.rows > 0,
  );
  // One of a kind runs nearly all; the others only where a trigger of the table has not run yet.
  const kinds = Map.groupBy(
    writes,
    ({ actor, command, table }) => `${table} ${command} ${actor.kind}`,
  );
  const first: readonly WatchedStatement[] = [
    ...[...kinds.values()].flatMap((cells) => cells.slice(0, 1)),
    // One statement each: only those can be explained.
    ...(matrix.effects ?? [])
      .filter(({ actor }) => actor === undefined)
      .map(({ statements }) => ({ actor: null, sql: statements[0] ?? "" })),
  ];
  const fired = new Set((await triggersOf(session, first)).map(triggerKey));
  const idle = [...wanted].filter((key) => !fired.has(key));
  const others = writes.filter(({ table }) => idle.some((key) => key.endsWith(` on ${table}`)));
  if (others.length === 0) return fired;
  const more = await triggersOf(session, others);
  return new Set([...fired, ...more.map(triggerKey)]);
}

/** Every function that is no trigger's, called with nulls by a user with a session. */
function calledFunctions(
  session: Session,
  sources: readonly FunctionSource[],
): Promise<readonly ScriptOutcome[]> {
  const { claims } = actorSettings({ kind: "user", id: "a0000000-0000-4000-8000-00000000000a" });
  return runScripts(
    session,
    sources.map((source) => ({
      statements: [source.isTrigger ? "select 1" : `select * from ${callText(source)}`],
      claims,
    })),
  );
}

function hasRun(outcome: ScriptOutcome | undefined): boolean {
  return outcome !== undefined && "rows" in outcome;
}

function notRun(what: string, name: string, why: string | null = null): Diagnostic {
  return diagnostic({
    code: "access/not-run",
    severity: "warning",
    name,
    message: `${what} ran in no attempt${why === null ? "" : `: ${why}`}. Nothing is known of what it does.`,
    fix: "Let an entity or a rule use it, or drop it.",
  });
}

function isUndeclared({ callers, isTrigger, schema }: FunctionSource): boolean {
  return schema === "public" && !isTrigger && callers.length > 0;
}

function undeclared({ callers, name, schema }: FunctionSource): Diagnostic {
  return diagnostic({
    code: "access/function-undeclared",
    severity: "warning",
    name: `${schema}.${name}`,
    message: `${callers.join(" and ")} may call ${schema}.${name}, and no rule says who may.`,
    fix: `Move it to the schema private, or revoke execute on it from ${callers.join(", ")}.`,
  });
}
