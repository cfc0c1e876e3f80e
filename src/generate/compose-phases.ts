import { compareText } from "../core/compare-text.ts";
import { BugError } from "../core/errors.ts";
import type { AppFiles, FileContent } from "../spec/change-set.ts";
import type { Plan } from "../spec/plan.ts";
import { composeAccess } from "./compose-access.ts";
import { composeApp } from "./compose-app.ts";
import {
  composeDatabaseTypes,
  composeMigration,
  databaseTypesPath,
  migrationFile,
} from "./compose-database.ts";
import { rememberFormat } from "./remember-format.ts";

interface ComposePhasesInput {
  readonly plan: Plan;
  /** Template files by feature id. */
  readonly templates: ReadonlyMap<string, AppFiles>;
}

/**
 * The whole app after each phase, in phase order: `result[0]` is the app after phase 1.
 * @throws BugError when a phase makes another number of new files than its plan says.
 */
export async function composePhases(input: ComposePhasesInput): Promise<readonly AppFiles[]> {
  const { plan, templates } = input;
  const migrations: (readonly [string, FileContent])[] = [];
  const apps: AppFiles[] = [];
  const format = rememberFormat();
  for (const phase of plan.phases) {
    const migration = await composeMigration(plan, phase.number);
    if (migration !== null) migrations.push(migrationFile(migration));
    const files = new Map([
      ...(await composeApp({ plan, upTo: phase.number, templates, format })),
      ...migrations,
      ...(await composeAccess(plan, phase.number)),
    ]);
    if (files.has(databaseTypesPath)) {
      const types = await composeDatabaseTypes(plan, phase.number);
      files.set(databaseTypesPath, await format(databaseTypesPath, types));
    }
    const app = new Map([...files].toSorted(([left], [right]) => compareText(left, right)));
    const newFiles = [...app.keys()].filter((path) => !apps.at(-1)?.has(path)).length;
    if (newFiles !== phase.files) {
      throw new BugError(
        `Phase ${phase.number} makes ${newFiles} new files, but its plan says ${phase.files}.`,
      );
    }
    apps.push(app);
  }
  return apps;
}
