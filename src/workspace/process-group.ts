import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

/** How long a program may take to end by itself once it is asked to. */
const graceMs = 2_000;

/**
 * Starts a program that can be ended together with everything it starts: in a process group of its own, without a
 * shell and without input.
 */
export function spawnGroup(
  [file, ...args]: readonly [string, ...string[]],
  options: Pick<SpawnOptions, "cwd" | "env" | "stdio">,
): ChildProcess {
  return spawn(file, args, {
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
    detached: process.platform !== "win32",
    windowsHide: true,
  });
}

/** Asks the program and what it started to end, and makes them after two seconds. Resolves when the program has ended. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = new Promise<void>((resolve) => {
    if (hasEnded(child)) resolve();
    else child.once("exit", () => resolve());
  });
  sendSignal(child, child.pid, "SIGTERM");
  const timer = new AbortController();
  await Promise.race([ended, wait(graceMs, undefined, { signal: timer.signal }).catch(() => {})]);
  timer.abort();
  // Also after the program has ended: what it started may live on in its group.
  sendSignal(child, child.pid, "SIGKILL");
  await ended;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function sendSignal(child: ChildProcess, pid: number, signal: NodeJS.Signals): void {
  if (process.platform === "win32") {
    if (!hasEnded(child)) spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (cause) {
    // The group is gone, or only processes of other users are left in it.
    if (
      !(
        cause instanceof Error &&
        "code" in cause &&
        ["ESRCH", "EPERM"].includes(String(cause.code))
      )
    ) {
      throw cause;
    }
  }
}
