import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UnavailableError } from "../core/errors.ts";

/** Whoever holds the lock needs it for a few milliseconds: after this time it was killed. */
const staleMs = 10_000;
const pauseMs = 5;

/**
 * Does some work while no other process works on the folder.
 * @throws UnavailableError when others hold the folder for 30 seconds.
 */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, ".lock");
  const own = randomUUID();
  await take(file, own);
  try {
    return await work();
  } finally {
    if ((await holderOf(file)) === own) await rm(file, { force: true });
  }
}

async function take(file: string, own: string): Promise<void> {
  for (let waited = 0; waited < 3 * staleMs; waited += pauseMs) {
    if (await isTaken(file, own)) return;
    await breakStale(file, own);
    await setTimeout(pauseMs);
  }
  throw new UnavailableError(`Another process holds ${file}.`, {
    nextSteps: [`When no other megamind runs, remove ${file}.`],
  });
}

async function isTaken(file: string, own: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx", 0o600);
    try {
      await handle.writeFile(own);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    // Windows says EPERM while the file is being removed.
    if (codeOf(error) === "EEXIST" || codeOf(error) === "EPERM") return false;
    throw error;
  }
}

/** Of several processes that find the same lock too old, one moves it away; a new lock that it hit goes back. */
async function breakStale(file: string, own: string): Promise<void> {
  const before = await holderOf(file);
  if (before === null || (await ageOf(file)) < staleMs) return;
  const away = `${file}.${own}`;
  try {
    await rename(file, away);
    if ((await holderOf(away)) !== before) await link(away, file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
  } finally {
    await rm(away, { force: true });
  }
}

async function holderOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

async function ageOf(file: string): Promise<number> {
  try {
    return Date.now() - (await stat(file)).mtimeMs;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return 0;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
