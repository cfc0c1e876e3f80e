import { compareText } from "../../core/compare-text.ts";
import type { DatabaseFacts, RelationName, TableFacts } from "../../spec/database-facts.ts";
import type { Lint, LintSubject } from "./lint.ts";
import { covers, nameOf, sameRelation, tableHit } from "./subjects.ts";

export const policyRecursion: Lint = {
  code: "lint/policy-recursion",
  severity: "error",
  title: "Policies that ask each other in a circle",
  explanation:
    "To read a table Postgres asks its policies, which read a table whose policies lead back: every query fails with 42P17.",
  remedy:
    "Ask through a SECURITY DEFINER function in a private schema, which reads without policies.",
  find: (subject) =>
    policyCircles(subject).map(({ table, path }) =>
      tableHit(table, `Reading ${nameOf(table)} never ends: ${path.join(" -> ")}.`),
    ),
};

export interface PolicyCircle {
  readonly table: TableFacts;
  /** Names of tables, and of the views and functions between them; the table's own first and last. */
  readonly path: readonly string[];
}

/** One circle for each set of tables whose select policies lead back to them. */
export function policyCircles(subject: LintSubject): readonly PolicyCircle[] {
  const graph = readingGraph(subject);
  const reported = new Set<string>();
  return [...graph.keys()].flatMap((start): readonly PolicyCircle[] => {
    const path = circleFrom(start, graph);
    const tables = path?.filter((step) => graph.has(step)) ?? [];
    const members = [...new Set(tables)].toSorted().join(" ");
    if (path === null || reported.has(members)) return [];
    reported.add(members);
    const table = subject.facts.tables.find((one) => nameOf(one) === start);
    return table === undefined ? [] : [{ table, path }];
  });
}

/** A table that is read, and the views and functions on the way to it. */
interface Reading {
  readonly table: TableFacts;
  readonly by: readonly string[];
}

/** From the name of each table to what it reads: the names on the way, that of the table last. */
type Graph = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Which tables the select policies of each table read. Only those policies are asked when a policy reads. */
function readingGraph({ facts, read, readBody }: LintSubject): Graph {
  const guarded = facts.tables.filter(({ rls }) => rls);
  return new Map(
    guarded.map((table) => {
      const readings = table.policies
        .filter((policy) => covers(policy, "select"))
        .map((policy) => read(policy.using ?? ""));
      const places = readings.flatMap(({ relations, calls }) => [
        ...relations.flatMap((relation) => tablesBehind(relation, { facts, seen: [] })),
        ...calls.flatMap(({ name }) => tablesBehindCall(name, { facts, readBody, seen: [] })),
      ]);
      const steps = places
        .filter((place) => place.table.rls)
        .map((place) => [nameOf(place.table), [...place.by, nameOf(place.table)]] as const)
        // Of several ways to one table the shortest stays.
        .toSorted(
          ([left, way], [right, other]) => compareText(left, right) || other.length - way.length,
        );
      return [nameOf(table), [...new Map(steps).values()]];
    }),
  );
}

interface Search {
  readonly facts: DatabaseFacts;
  /** Views and functions on the way here. */
  readonly seen: readonly string[];
}

/** The tables whose policies are asked when the relation is read by a policy. */
function tablesBehind(relation: RelationName, { facts, seen }: Search): readonly Reading[] {
  const table = facts.tables.find((one) => sameRelation(one, relation));
  if (table !== undefined) return [{ table, by: seen }];
  const view = facts.views.find((one) => sameRelation(one, relation));
  if (view === undefined || seen.includes(nameOf(view))) return [];
  const inner = view.relations.flatMap((one) =>
    tablesBehind(one, { facts, seen: [...seen, nameOf(view)] }),
  );
  return view.securityInvoker
    ? inner
    : inner.filter(({ table: { owner, forceRls } }) => owner !== view.owner || forceRls);
}

function tablesBehindCall(
  name: string,
  { facts, readBody, seen }: Search & Pick<LintSubject, "readBody">,
): readonly Reading[] {
  const shown = `${name.replace(/^public\./, "")}()`;
  if (seen.includes(shown)) return [];
  return facts.functions
    .filter((one) => `${one.schema}.${one.name}` === name)
    .flatMap((one) => {
      const { calls, relations } = readBody(one);
      const inner = relations.flatMap((relation) =>
        tablesBehind(relation, { facts, seen: [...seen, shown] }),
      );
      const called = calls.flatMap((other) =>
        tablesBehindCall(other, { facts, readBody, seen: [...seen, shown] }),
      );
      const all = [...inner, ...called];
      return one.securityDefiner
        ? all.filter(({ table: { owner, forceRls } }) => owner !== one.owner || forceRls)
        : all;
    });
}

/** The shortest way from the table back to itself, or null. */
function circleFrom(start: string, graph: Graph): readonly string[] | null {
  const visited = new Set<string>();
  let paths: readonly (readonly string[])[] = [[start]];
  while (paths.length > 0) {
    const next: string[][] = [];
    for (const path of paths) {
      for (const steps of graph.get(path.at(-1) ?? "") ?? []) {
        const table = steps.at(-1) ?? "";
        if (table === start) return [...path, ...steps];
        if (!visited.has(table)) next.push([...path, ...steps]);
        visited.add(table);
      }
    }
    paths = next;
  }
  return null;
}
