import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("question"), root: z.string(), question: z.unknown().optional() }),
  /** Loads what the next question needs, and says nothing. */
  z.object({ kind: z.literal("prepare"), root: z.string() }),
]);

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
  /** The modules of the app that questions need. Default: none. */
  readonly loads?: readonly string[];
}

/** Answers the questions of the process that started this one, one after another, until that one is gone. */
export function serveTool(
  answer: (root: string, question: unknown) => Promise<unknown>,
  { loads = [] }: ToolOptions = {},
): void {
  process.on("message", (received) => {
    const message = messageSchema.parse(received);
    if (message.kind === "prepare") {
      // What cannot be loaded is said when it is asked for.
      for (const name of loads) importFromApp(message.root, name).catch(() => undefined);
      return;
    }
    answer(message.root, message.question).then(
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
