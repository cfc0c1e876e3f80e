import { resolve } from "node:path";
import { z } from "zod";
import type { ExitCode } from "../../core/exit-code.ts";
import { serveApp } from "../../pipeline/serve-app.ts";
import { withInterrupt } from "../interrupt.ts";

const optionsSchema = z.object({ port: z.string().regex(/^\d{1,5}$/) });

/** `megamind dev`: the app's own development server. */
export async function dev(app: string, given: unknown): Promise<ExitCode> {
  const { port } = optionsSchema.parse(given);
  return withInterrupt((signal) => serveApp({ root: resolve(app), port: Number(port), signal }));
}
