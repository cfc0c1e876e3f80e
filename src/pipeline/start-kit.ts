import { BugError } from "../core/errors.ts";
import type { AppFiles } from "../spec/change-set.ts";
import type { Plan } from "../spec/plan.ts";
import type { EmitEvent } from "../spec/run-event.ts";
import { linkKit, prepareKit, saveKitCache } from "../workspace/kit.ts";

/** Packages that are being made ready while the first phase is composed and written. */
export interface KitInProgress {
  /** Waits for the packages and links them into the app, once. */
  linkInto(root: string): Promise<void>;
  /** Keeps what the app's tools cached, so that the next app starts as fast. */
  keepCaches(root: string): Promise<void>;
  /** Waits until nothing is being installed any more. A failure is reported by `linkInto`. */
  stop(): Promise<void>;
}

interface StartKitInput {
  readonly plan: Plan;
  readonly templates: ReadonlyMap<string, AppFiles>;
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
  readonly emit: EmitEvent;
}

/** Starts to install the app's packages into the shared kit, or finds them there. */
export function startKit(input: StartKitInput): KitInProgress {
  const { cacheFolder, signal, emit } = input;
  const started = performance.now();
  const prepared = prepareKit({
    ...packageFiles(input.templates),
    cacheFolder,
    signal,
    onInstall: () => emit({ type: "kit:start" }),
  });
  const settled = prepared.then(
    () => undefined,
    () => undefined,
  );
  let isLinked = false;
  return {
    async linkInto(root) {
      if (isLinked) return;
      const { files } = await linkKit(await prepared, root);
      isLinked = true;
      emit({ type: "kit:end", durationMs: performance.now() - started, files });
    },
    keepCaches: async (root) => saveKitCache(root, await prepared),
    stop: () => settled,
  };
}

/** The templates' own lock file: the same kit serves apps of every name. */
function packageFiles(templates: ReadonlyMap<string, AppFiles>) {
  const files = new Map([...templates.values()].flatMap((feature) => [...feature]));
  const packageJson = files.get("package.json");
  const lockFile = files.get("package-lock.json");
  if (typeof packageJson !== "string" || typeof lockFile !== "string") {
    throw new BugError("No feature of the plan brings package.json and package-lock.json.");
  }
  return { packageJson, lockFile };
}
