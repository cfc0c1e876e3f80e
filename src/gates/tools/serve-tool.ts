import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const questionSchema = z.object({ root: z.string(), question: z.unknown().optional() });

/** Says that the app's packages do not have something, by its name. */
export class MissingPackage extends Error {
  readonly packageName: string;

  constructor(packageName: string) {
    super(`${packageName} is missing`);
    this.packageName = packageName;
  }
}

/** Loads a module as a file in the app's folder would: `vite`, `vitest/node`. */
export async function importFromApp(root: string, specifier: string): Promise<unknown> {
  const app = pathToFileURL(join(root, "package.json")).href;
  return import(resolveFrom(app, specifier));
}

/** Answers the questions of the process that started this one, one after another, until that one is gone. */
export function serveTool(answer: (root: string, question: unknown) => Promise<unknown>): void {
  process.on("message", (message) => {
    const { root, question } = questionSchema.parse(message);
    answer(root, question).then(
      (value) => process.send?.({ kind: "answer", answer: value }),
      (error: unknown) => process.send?.(toReply(error)),
    );
  });
  // Nobody is left to answer to: a tool that hangs must not stay behind.
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
}

function resolveFrom(app: string, specifier: string): string {
  try {
    return import.meta.resolve(specifier, app);
  } catch {
    throw new MissingPackage(specifier);
  }
}

function toReply(error: unknown) {
  if (error instanceof MissingPackage) return { kind: "missing", name: error.packageName };
  return { kind: "broken", message: error instanceof Error ? String(error.stack) : String(error) };
}
