import { join, relative, sep } from "node:path";
import { watch } from "chokidar";
import { compareText } from "../core/compare-text.ts";
import { UnavailableError } from "../core/errors.ts";
import { projectFiles, type ListOptions } from "./code-index/project-files.ts";
import { FileHashes } from "./file-hashes.ts";

/** Sees what changes in a project: in the content of the files that git would commit. */
export interface ProjectWatch {
  /**
   * Waits for changes since the last call, or since the watch was opened, and until nothing is written for 100 ms.
   * @returns paths of files that changed, came or went, relative to the folder and in order; null once `signal` fires.
   * @throws UnavailableError when the system cannot watch the folder.
   */
  nextChange(signal: AbortSignal): Promise<readonly string[] | null>;
  close(): Promise<void>;
}

/** Editors and generators write several files, some of them twice. */
const quietMs = 100;

/** Too many folders to look at, written by programs and never committed. */
const unwatched = /(?:^|\/)(?:node_modules|\.git|\.local)(?:\/|$)/;

/** Resolves when every change from now on is seen. Needs `close`. */
export async function watchProject(root: string, options: ListOptions = {}): Promise<ProjectWatch> {
  const isUnwatched = (path: string) => unwatched.test(relative(root, path).split(sep).join("/"));
  const watcher = watch(root, { ignored: isUnwatched, ignoreInitial: true, followSymlinks: false });
  const hashes = new FileHashes();
  const read = () => readContents(root, { options, hashes });
  let failure: Error | null = null;
  let writtenAt: number | null = null;
  let wake = () => {};
  watcher.on("all", () => {
    writtenAt = performance.now();
    wake();
  });
  const ready = new Promise<void>((resolve) => void watcher.once("ready", resolve));
  watcher.on("error", (error) => {
    failure = unwatchable(root, error);
    wake();
  });
  await ready;
  let contents = await read();

  /** Until something was written and then nothing for a while; false once the signal fires. */
  const isQuietAfterWrite = async (signal: AbortSignal): Promise<boolean> => {
    while (!signal.aborted) {
      if (failure !== null) throw failure;
      const restMs = writtenAt === null ? null : writtenAt + quietMs - performance.now();
      if (restMs !== null && restMs <= 0) return true;
      await sleep(restMs, signal, (wakeUp) => (wake = wakeUp));
    }
    return false;
  };
  return {
    nextChange: async (signal) => {
      while (await isQuietAfterWrite(signal)) {
        writtenAt = null;
        const before = contents;
        contents = await read();
        const changed = changedPaths(before, contents);
        if (changed.length > 0) return changed;
      }
      return null;
    },
    close: () => watcher.close(),
  };
}

/** Sleeps until it is woken, the signal fires, or the time has passed; null: however long that takes. */
async function sleep(
  milliseconds: number | null,
  signal: AbortSignal,
  onWake: (wake: () => void) => void,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = milliseconds === null ? undefined : setTimeout(resolve, milliseconds);
  const stop = () => resolve();
  onWake(stop);
  signal.addEventListener("abort", stop);
  await promise;
  signal.removeEventListener("abort", stop);
  clearTimeout(timer);
}

interface Reading {
  readonly options: ListOptions;
  readonly hashes: FileHashes;
}

/** Path -> hash of the content. A file that goes while it is read is as good as gone. */
async function readContents(
  root: string,
  { options, hashes }: Reading,
): Promise<ReadonlyMap<string, string>> {
  const paths = await projectFiles(root, options);
  const watched = paths.filter((path) => !unwatched.test(path));
  return new Map(
    await Promise.all(
      watched.map(async (path) => [path, await hashes.hashOf(join(root, path))] as const),
    ),
  );
}

function changedPaths(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly string[] {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].filter((path) => before.get(path) !== now.get(path)).toSorted(compareText);
}

function unwatchable(root: string, cause: unknown): UnavailableError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UnavailableError(`Changes in ${root} cannot be watched: ${reason}`, {
    nextSteps: [
      "On Linux, raise fs.inotify.max_user_watches if the message names ENOSPC.",
      "Or run the command without --watch after every change.",
    ],
    cause,
  });
}
