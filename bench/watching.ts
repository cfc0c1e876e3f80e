import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A `megamind validate --watch` that runs. */
export interface Watching {
  /** Milliseconds until the run after the next change has come to its end. Throws when it is not green. */
  nextEnd(): Promise<number>;
  stop(): Promise<void>;
}

interface Line {
  readonly type: string;
  readonly exitCode?: number;
}

/** Starts watching and waits until the first run has ended. */
export async function startWatching(command: readonly string[]): Promise<Watching> {
  const child = spawn(process.execPath, [...command, "--watch", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, MEGAMIND_PROVIDER: "offline" },
  });
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextEnd = async () => {
    const started = performance.now();
    let took: number | null = null;
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error("The watch ended by itself.");
      const line: Line = JSON.parse(value);
      if (line.type === "validate:end") {
        took = performance.now() - started;
        if (line.exitCode !== 0) throw new Error(`A validation ended with ${line.exitCode}.`);
      }
      if (line.type === "watch:wait" && took !== null) return took;
    }
  };
  await nextEnd();
  return {
    nextEnd,
    stop: async () => {
      child.kill("SIGINT");
      await ended;
    },
  };
}
