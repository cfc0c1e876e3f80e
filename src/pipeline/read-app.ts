import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../core/errors.ts";
import { planSchema, type Plan } from "../spec/plan.ts";
import { hashOf, recordPaths } from "./app-record.ts";

const baseSchema = z.object({
  phase: z.number().int().positive(),
  files: z.record(z.string(), z.string()),
});

/** What an app folder says of itself. */
export interface AppRecord {
  readonly plan: Plan;
  /** The newest phase that is built. */
  readonly phase: number;
  /** App path -> SHA-256 of what we generated last. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Reads the records of an app that we built.
 * @throws InputError when the folder holds none, or one that cannot be read.
 */
export async function readAppRecord(root: string): Promise<AppRecord> {
  const plan = await readRecord(root, recordPaths.plan);
  const base = await readRecord(root, recordPaths.base);
  const parsed = { plan: planSchema.safeParse(plan), base: baseSchema.safeParse(base) };
  if (parsed.plan.success && parsed.base.success) {
    return { plan: parsed.plan.data, ...parsed.base.data };
  }
  throw new InputError(
    `The records in ${join(root, ".megamind")} do not have the expected shape.`,
    {
      nextSteps: ["Bring back the folder .megamind with: git checkout -- .megamind"],
    },
  );
}

async function readRecord(root: string, path: string): Promise<unknown> {
  const file = join(root, path);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new InputError(`${root} is not an app built by megamind: ${path} cannot be read.`, {
      nextSteps: [
        'Name the folder of an app, or build one: megamind build "<what you want>" --out <folder>',
      ],
      cause,
    });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${file} is not valid JSON.`, {
      nextSteps: ["Bring back the file with: git checkout -- .megamind"],
      cause,
    });
  }
}

/** Generated files that somebody changed or removed since we wrote them, in path order. */
export async function editedFiles(root: string, record: AppRecord): Promise<readonly string[]> {
  const paths = Object.keys(record.files).toSorted();
  const edited = await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(join(root, path)).catch(() => null);
      return content === null || hashOf(content) !== record.files[path];
    }),
  );
  return paths.filter((_, index) => edited[index]);
}
