import { join } from "node:path";
import { entryKind } from "../workspace/app-path.ts";
import { recordPaths } from "./app-record.ts";
import { validateApp, type ValidateOptions, type Validation } from "./validate-app.ts";
import { validateProject } from "./validate-project.ts";

/**
 * Runs all gates over a folder as it stands: an app of ours by its plan, everything else by what its files say it is.
 * @throws InputError when there is nothing to judge, UnavailableError when the packages of an app of ours are missing.
 */
export async function validateFolder(options: ValidateOptions): Promise<Validation> {
  const isOurs = (await entryKind(join(options.root, recordPaths.plan))) === "file";
  return isOurs ? validateApp(options) : validateProject(options);
}
