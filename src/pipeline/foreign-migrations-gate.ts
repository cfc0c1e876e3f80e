import { join } from "node:path";
import { counted } from "../core/counted.ts";
import { byPlace } from "../gates/by-place.ts";
import { databaseGateResult } from "../gates/database-gate-result.ts";
import type { Gate, GateResult, ProjectContext } from "../gates/gate.ts";
import { judged } from "../gates/gate-result.ts";
import { checkMigrationNames, readMigrations } from "../gates/read-migrations.ts";
import { appPathOf } from "../gates/tidy-words.ts";
import { checkSql } from "./check-sql.ts";

/** The longest that one statement may take, in milliseconds. */
const statementDeadlineMs = 30_000;

/** The migrations of a Supabase project run on a database of our own, and what results is as safe as its lints demand. */
export const foreignMigrationsGate: Gate<ProjectContext> = {
  id: "migrations",
  title: "Migrations",
  seconds: 3,
  deadlineSeconds: 180,
  run: (context) => databaseGateResult(() => checkMigrations(context)),
};

async function checkMigrations({ root, cacheFolder, signal }: ProjectContext): Promise<GateResult> {
  const files = await readMigrations(root);
  const checked = await checkSql({
    paths: [join(root, "supabase", "migrations")],
    server: null,
    cacheFolder,
    deadlineMs: statementDeadlineMs,
    signal,
  });
  const found = checked.diagnostics.map((one) => {
    const { file } = one.subject;
    return file === null
      ? one
      : { ...one, subject: { ...one.subject, file: appPathOf(file, root) ?? file } };
  });
  const summary = [
    counted(checked.files, "migration"),
    counted(checked.statements, "statement"),
    counted(checked.tables.length, "table"),
    counted(found.length, "finding"),
  ];
  return judged(summary.join(", "), [...checkMigrationNames(files), ...found].toSorted(byPlace));
}
