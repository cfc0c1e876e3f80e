import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UnavailableError } from "../core/errors.ts";
import { entryKind } from "./app-path.ts";
import { installPackages, type PackageFiles } from "./install-packages.ts";
import { removeIfEmpty } from "./journal.ts";
import { linkTree, type LinkedTree } from "./link-tree.ts";

/** Installed packages that many apps share. */
export interface Kit {
  /** Names lock file, platform and Node's major version. */
  readonly key: string;
  /** Absolute path of the folder that holds `node_modules`. */
  readonly folder: string;
}

interface KitInput extends PackageFiles {
  /** Absolute path; kits live in `kits/` below it. */
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
  /** Called when there is no kit yet and the installation begins. */
  readonly onInstall: () => void;
}

/** Written last: a kit without it is not whole. */
const completeMarker = "complete";
/** Names the kit that an app's `node_modules` came from. */
const kitMarker = join("node_modules", ".kit");

/**
 * Finds the kit for a lock file, or installs it. Several processes may do so at once: the first to end wins.
 * @throws UnavailableError when npm is missing or fails, InterruptedError when `signal` fires.
 */
export async function prepareKit(input: KitInput): Promise<Kit> {
  const kits = join(input.cacheFolder, "kits");
  const key = kitKey(input.lockFile);
  const folder = join(kits, key);
  if (await isComplete(folder)) return { key, folder };
  input.onInstall();
  await mkdir(kits, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new UnavailableError(`The folder for packages cannot be made: ${cause.message}`, {
      nextSteps: ["Name a folder that you may write to with --cache-folder."],
      cause,
    });
  });
  await removeAbandoned(kits);
  const draft = await mkdtemp(join(kits, `${key}.draft-`));
  try {
    await installPackages({ ...input, folder: draft });
    await writeFile(join(draft, kitMarker), key);
    await writeFile(join(draft, completeMarker), "");
    await publish(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 3 });
  }
  return { key, folder };
}

/**
 * Links the kit's packages into the app, all or nothing. Does nothing when the app has them already; other packages
 * in their place are replaced.
 * @returns how many files were linked, and "copied" where the file system cannot link them.
 */
export async function linkKit(kit: Kit, root: string): Promise<LinkedTree> {
  const target = join(root, "node_modules");
  if ((await readMarker(root)) === kit.key) return { files: 0, method: "linked" };
  const cache = join(root, ".megamind", "cache");
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, "packages-"));
  try {
    const linked = await linkTree(join(kit.folder, "node_modules"), join(draft, "new"));
    if ((await entryKind(target)) !== "missing") await rename(target, join(draft, "old"));
    await rename(join(draft, "new"), target);
    return linked;
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 3 });
    await removeIfEmpty(cache);
  }
}

/** What the app's local backend prepared once for every app with the same packages. */
const sharedCache = join("node_modules", ".cache", "local-backend");

/** A file being written has the process id as its last part. */
const unfinishedName = /\.\d+$/;

/** Links what the app's local backend has prepared back into the kit, so that the next app starts with it. */
export async function saveKitCache(root: string, kit: Kit): Promise<void> {
  const [from, to] = [join(root, sharedCache), join(kit.folder, sharedCache)];
  const names = await namesIn(from);
  const known = new Set(await namesIn(to));
  const added = names.filter((name) => !known.has(name) && !unfinishedName.test(name));
  if (added.length === 0) return;
  await mkdir(join(to, ".."), { recursive: true });
  const draft = await mkdtemp(join(kit.folder, "cache-"));
  try {
    await linkTree(from, join(draft, "new"));
    await mkdir(to, { recursive: true });
    for (const name of added) await rename(join(draft, "new", name), join(to, name));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Whether the packages of a lock file are installed already. */
export function hasKit({
  lockFile,
  cacheFolder,
}: Pick<KitInput, "lockFile" | "cacheFolder">): Promise<boolean> {
  return isComplete(join(cacheFolder, "kits", kitKey(lockFile)));
}

function kitKey(lockFile: string): string {
  const hash = createHash("sha256").update(lockFile).digest("hex").slice(0, 16);
  const major = process.versions.node.split(".")[0];
  return `${hash}-${process.platform}-${process.arch}-node${major}`;
}

async function isComplete(folder: string): Promise<boolean> {
  return (await entryKind(join(folder, completeMarker))) === "file";
}

/** Puts the draft in place, unless another process was faster. A kit that is not whole is replaced. */
async function publish(draft: string, folder: string): Promise<void> {
  if (await isComplete(folder)) return;
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  await rename(draft, folder).catch(async (cause: unknown) => {
    if (!(await isComplete(folder))) throw cause;
  });
}

async function readMarker(root: string): Promise<string | null> {
  return readFile(join(root, kitMarker), "utf8").catch(() => null);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return [];
      throw cause;
    },
  );
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Drafts of processes that were killed: a day is longer than any installation. */
async function removeAbandoned(kits: string): Promise<void> {
  const dayMs = 24 * 60 * 60_000;
  const drafts = (await readdir(kits)).filter((name) => name.includes(".draft-"));
  for (const name of drafts) {
    const { mtimeMs } = await stat(join(kits, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs < dayMs) continue;
    await rm(join(kits, name), { recursive: true, force: true });
  }
}
