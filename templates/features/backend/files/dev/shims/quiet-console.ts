import { AsyncLocalStorage } from "node:async_hooks";

type Line = { readonly method: "log" | "info" | "warn" | "error"; readonly values: unknown[] };

const linesOfTask = new AsyncLocalStorage<Line[]>();
let isInstalled = false;

/**
 * Runs a task of the local backend without what `@supabase/lite` writes meanwhile: a stack trace for every
 * ordinary refusal, whole migrations. Errors are shown after all when the task fails, and everything
 * when its answer is a server error.
 */
export async function quietConsole<T>(task: () => Promise<T>): Promise<T> {
  install();
  const lines: Line[] = [];
  try {
    const result = await linesOfTask.run(lines, task);
    if (result instanceof Response && result.status >= 500) show(lines);
    return result;
  } catch (error) {
    show(lines.filter(({ method }) => method === "error"));
    throw error;
  }
}

/** Lets what `write` says through at once, though it is called from inside a quiet task. */
export function aloud(write: () => void): void {
  linesOfTask.exit(write);
}

function show(lines: readonly Line[]): void {
  aloud(() => {
    for (const { method, values } of lines) console[method](...values);
  });
}

/** Only what is written inside a quiet task is held back; the rest of the process keeps its console. */
function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  for (const method of ["log", "info", "warn", "error"] as const) {
    const write = console[method].bind(console);
    console[method] = (...values: unknown[]) => {
      const lines = linesOfTask.getStore();
      if (lines) lines.push({ method, values });
      else write(...values);
    };
  }
}
