import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../core/errors.ts";
import type { AppFiles, FileContent } from "../spec/change-set.ts";
import type { Checkpoint } from "../spec/checkpoint.ts";
import type { Phase, Plan } from "../spec/plan.ts";
import type { FolderClaim } from "../workspace/claim-folder.ts";
import { headCheckpoint } from "../workspace/head-checkpoint.ts";
import { hashOf } from "./app-record.ts";
import { editedFiles, readAppRecord, type AppRecord } from "./read-app.ts";
import { refuseForgetting } from "./refuse-forgetting.ts";

interface StartInput {
  readonly root: string;
  readonly claim: FolderClaim;
  readonly apps: readonly AppFiles[];
  readonly plan: Plan;
  /** Whether models, or their kept replies, had a part in the plan. */
  readonly isAssisted: boolean;
}

interface StartingPoint {
  /** The phases to go through: all for a new app, one that brings everything up to date for an app that is there. */
  readonly phases: readonly Phase[];
  readonly before: AppFiles;
  readonly checkpoint: Checkpoint | null;
}

/**
 * Where a build starts from.
 * @throws InputError when the app was edited since it was generated, or is another app; nothing is written then.
 */
export async function startingPoint(input: StartInput): Promise<StartingPoint> {
  const { root, claim, plan } = input;
  if (claim.kind === "new") return { phases: plan.phases, before: new Map(), checkpoint: null };
  const record = await readAppRecord(root);
  await refuseForgetting(input);
  refuseOtherApp(root, { found: record.plan, wanted: plan });
  await refuseEdits(root, record);
  const before = await readGenerated(root, Object.keys(record.files));
  const last = plan.phases.at(-1);
  const target: AppFiles = input.apps.at(-1) ?? new Map();
  const files = [...target.keys()].filter((path) => !before.has(path)).length;
  const checkpoint = await headCheckpoint(root, { phase: record.phase, database: null });
  return {
    phases: last === undefined ? [] : [{ ...last, title: "Everything up to date", files }],
    before,
    checkpoint,
  };
}

function refuseOtherApp(
  root: string,
  { found, wanted }: { readonly found: Plan; readonly wanted: Plan },
): void {
  if (found.brief.slug === wanted.brief.slug) return;
  throw new InputError(
    `${root} holds another app, "${found.brief.appName}"; the request makes "${wanted.brief.appName}".`,
    { nextSteps: ["Build into another folder with --out."] },
  );
}

async function refuseEdits(root: string, record: AppRecord): Promise<void> {
  const edited = await editedFiles(root, record);
  if (edited.length === 0) return;
  const shown = edited.slice(0, 5).join(", ");
  const rest = edited.length > 5 ? ` and ${edited.length - 5} more` : "";
  throw new InputError(
    `${root} holds an app whose generated files were edited: ${shown}${rest}. Building again would overwrite them.`,
    { nextSteps: ["Build into another folder with --out, or take the edits back with git."] },
  );
}

async function readGenerated(root: string, paths: readonly string[]): Promise<AppFiles> {
  const read = paths.map(async (path): Promise<[string, FileContent]> => {
    const bytes = await readFile(join(root, path));
    const text = bytes.toString("utf8");
    return [path, hashOf(text) === hashOf(bytes) ? text : bytes];
  });
  return new Map(await Promise.all(read));
}
