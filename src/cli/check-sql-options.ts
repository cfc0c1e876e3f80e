import { resolve } from "node:path";
import { z } from "zod";
import { InputError } from "../core/errors.ts";
import { checkSql, type CheckedSql } from "../pipeline/check-sql.ts";
import { serverChoice } from "./database-flags.ts";
import { withInterrupt } from "./interrupt.ts";

const optionsSchema = z.object({
  json: z.boolean(),
  deadline: z.string(),
  databaseUrl: z.string().optional(),
  force: z.boolean(),
  cacheFolder: z.string(),
});

export interface CheckedPaths {
  readonly json: boolean;
  readonly run: () => Promise<CheckedSql>;
}

/** What `schema check` and `schema inspect` have in common: their options and the run itself. */
export function checkPaths(paths: readonly string[], given: unknown): CheckedPaths {
  const { json, deadline, cacheFolder, ...rest } = optionsSchema.parse(given);
  return {
    json,
    run: () => {
      const seconds = Number(deadline);
      if (!(seconds > 0 && seconds <= 3_600)) {
        throw new InputError(`--deadline is "${deadline}"; it is a number of seconds up to 3600.`);
      }
      const deadlineMs = Math.ceil(seconds * 1_000);
      return withInterrupt((signal) =>
        checkSql({
          paths,
          server: serverChoice(rest),
          cacheFolder: resolve(cacheFolder),
          deadlineMs,
          signal,
        }),
      );
    },
  };
}
