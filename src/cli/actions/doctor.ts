import type { ExitCode } from "../../core/exit-code.ts";
export async function doctor(_: unknown): Promise<ExitCode> { return 0; }
