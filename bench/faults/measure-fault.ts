import { fixToFixedPoint } from "../../src/repair/fix-to-fixed-point.ts";
import { fixers } from "../../src/repair/fixers/registry.ts";
import { createProject, factsAfter } from "../../src/repair/project.ts";
import type { FaultApp } from "./fault-app.ts";
import { breakFile, type Planted } from "./plant.ts";
import type { Tally } from "./tally.ts";
import type { EslintFix } from "./with-eslint.ts";
import { withTscActions } from "./with-tsc-actions.ts";

type Texts = ReadonlyMap<string, string>;

const changed = (left: Texts, right: Texts) =>
  [...new Set([...left.keys(), ...right.keys()])].filter(
    (path) => left.get(path) !== right.get(path),
  );

interface MeasureInput {
  readonly app: FaultApp;
  /** Null where ESLint is not installed. */
  readonly eslint: EslintFix | null;
  readonly signal: AbortSignal;
}

/** Mends one fault and counts; false when nothing is wrong with the app after it. */
export async function measureFault(
  { app, eslint, signal }: MeasureInput,
  { path, fault }: Planted,
  tally: Tally,
): Promise<boolean> {
  const { texts, server, checker } = app;
  const broken = breakFile(texts, path, fault);
  const facts = factsAfter(app.facts, { before: texts, after: broken });
  // What is wrong is known to all three before the clock starts.
  const before = await checker.findings(createProject(facts, broken, checker.parsed));
  if (before.length === 0) return false;
  // The others come first: they mostly change nothing, and the compiler need not look again.
  const judge = async (after: Texts) =>
    changed(broken, after).length === 0
      ? before.length
      : (await checker.findings(createProject(facts, after, checker.parsed))).length;
  const byTsc = await judge(await withTscActions({ facts, texts: broken, server, checker }));
  tally.byTsc += Number(byTsc === 0);
  tally.raisedByTsc += Number(byTsc > before.length);
  if (eslint !== null) {
    const file = fault.renameTo ?? path;
    const text = await eslint({ path: file, text: broken.get(file) ?? "" });
    const byEslint = await judge(new Map([...broken, [file, text]]));
    tally.byEslint += Number(byEslint === 0);
    tally.raisedByEslint += Number(byEslint > before.length);
  }
  await checker.findings(createProject(facts, broken, checker.parsed));
  const started = performance.now();
  const result = await fixToFixedPoint({ facts, texts: broken, server, checker, fixers, signal });
  tally.ms.push(performance.now() - started);
  const touched = changed(texts, result.texts).filter(
    (file) => file !== path && file !== fault.renameTo,
  );
  const [first] = result.left;
  tally.count += 1;
  tally.mended += Number(first === undefined);
  tally.exact += Number(changed(texts, result.texts).length === 0);
  tally.raised += Number(result.left.length > result.before.length);
  tally.healthyTouched += touched.length;
  if (first !== undefined) {
    const { file, line, code, message, why } = first;
    tally.missed.push(`${file}:${line} ${code} ${message.split("\n")[0]} (${why})`);
  }
  return true;
}
