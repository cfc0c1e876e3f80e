import { join } from "node:path";
import { entryKind } from "../workspace/app-path.ts";
import { recordPaths } from "./app-record.ts";
import { openAppValidation } from "./validate-app.ts";
import { validateProject } from "./validate-project.ts";
import {
  validateOnce,
  type OpenValidation,
  type ValidateOptions,
  type Validation,
  type ValidationSettings,
} from "./validation.ts";

/**
 * Runs all gates over a folder as it stands: an app of ours by its plan, everything else by what its files say it is.
 * @throws InputError when there is nothing to judge, UnavailableError when the packages of an app of ours are missing.
 */
export async function validateFolder(options: ValidateOptions): Promise<Validation> {
  return validateOnce(await openValidation(options), options);
}

/** The folder as an app of ours whose gates stay warm, or as a project, which is read anew for every run. */
export async function openValidation(settings: ValidationSettings): Promise<OpenValidation> {
  const isOurs = (await entryKind(join(settings.root, recordPaths.plan))) === "file";
  if (isOurs) return openAppValidation(settings);
  return {
    run: (run) => validateProject({ ...settings, ...run }),
    prepare: async () => {},
    close: async () => {},
  };
}
