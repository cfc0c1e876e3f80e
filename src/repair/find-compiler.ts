import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";

/** The oldest TypeScript that has the language server which we speak to. */
const oldest = 7;

const packageSchema = z.object({ version: z.string() });

/**
 * The program of TypeScript that judges a project: its own when it is 7 or newer, else ours.
 * @param root absolute path of the project.
 */
export async function findCompiler(root: string): Promise<string> {
  return (await compilerOf(join(root, "package.json"))) ?? ownCompiler();
}

function ownCompiler(): string {
  const file = createRequire(import.meta.url).resolve("typescript/package.json");
  return join(dirname(file), "bin", "tsc");
}

async function compilerOf(packageFile: string): Promise<string | null> {
  try {
    const file = createRequire(packageFile).resolve("typescript/package.json");
    const { version } = packageSchema.parse(JSON.parse(await readFile(file, "utf8")));
    return Number(version.split(".")[0]) >= oldest ? join(dirname(file), "bin", "tsc") : null;
  } catch (cause) {
    // A project without TypeScript among its packages is judged by ours.
    if (cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND") return null;
    throw cause;
  }
}
