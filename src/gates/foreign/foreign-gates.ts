import type { GateId } from "../../spec/gate-report.ts";
import type { CodeIndexReader } from "../../workspace/code-index/code-index.ts";
import { createProjectDeadCodeGate } from "../dead-code/dead-code-gate.ts";
import type { ClosableGate, Gate, ProjectContext } from "../gate.ts";
import { notApplicable } from "../gate-result.ts";
import { createProjectPackagesGate, type PackagesOptions } from "../packages/packages-gate.ts";
import { createSecretsGate } from "../secrets/secrets-gate.ts";
import { createForeignBuildGate } from "./foreign-build-gate.ts";
import { createForeignLintGate } from "./foreign-lint-gate.ts";
import { createForeignSmokeGate } from "./foreign-smoke-gate.ts";
import { createForeignTestsGate } from "./foreign-tests-gate.ts";
import { createForeignTypesGate } from "./foreign-types-gate.ts";
import type { Project } from "./project.ts";

type ProjectGate = Gate<ProjectContext> | ClosableGate<ProjectContext>;

interface ForeignGatesOptions extends PackagesOptions {
  readonly project: Project;
  readonly reader: CodeIndexReader;
  /** The gate that tries the migrations, where there are some. */
  readonly migrations: Gate<ProjectContext> | null;
}

/** All gates for a project that we did not plan: those that do not apply to it say why. */
export function foreignGates(options: ForeignGatesOptions): readonly ProjectGate[] {
  const { project, reader, migrations } = options;
  const noPlan = "Nobody wrote down as a plan what";
  return [
    migrations ?? skippedGate("migrations", "There are no migrations in supabase/migrations."),
    skippedGate("access", `${noPlan} each person may do; see megamind schema prove.`),
    skippedGate("contracts", `${noPlan} each feature promises.`),
    createForeignTypesGate(project),
    createForeignLintGate(project),
    createProjectDeadCodeGate(reader),
    createProjectPackagesGate(reader, options),
    createSecretsGate(reader),
    createForeignTestsGate(project),
    createForeignBuildGate(project),
    createForeignSmokeGate(project),
    skippedGate("flows", `${noPlan} people do with the app.`),
  ];
}

function skippedGate(id: GateId, reason: string): Gate<ProjectContext> {
  return {
    id,
    title: id,
    seconds: 0,
    deadlineSeconds: 1,
    run: async () => notApplicable(id, reason),
  };
}
