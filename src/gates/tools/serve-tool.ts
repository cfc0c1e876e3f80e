import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

/** What asks for preparations only is not answered. */
const messageSchema = z.object({
  kind: z.enum(["question", "prepare"]),
  root: z.string(),
  question: z.unknown().optional(),
});

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

interface ToolOptions {
  /** Does ahead of time what the next question would wait for. What fails fails again when it is asked. */
  readonly prepare?: (root: string, question: unknown) => Promise<unknown>;
}

/** Answers the questions of the process that started this one, one after another, until that one is gone. */
export function serveTool(
  answer: (root: string, question: unknown) => Promise<unknown>,
  { prepare }: ToolOptions = {},
): void {
  process.on("message", (received) => {
    const { kind, root, question } = messageSchema.parse(received);
    if (kind === "prepare") {
      prepare?.(root, question).catch(() => undefined);
      return;
    }
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
