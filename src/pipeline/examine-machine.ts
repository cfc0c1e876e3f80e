import { constants } from "node:fs";
import { access, mkdir, readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import { loadCatalog } from "../catalog/load-catalog.ts";
import { hasErrors } from "../core/diagnostic.ts";
import { InputError, UnavailableError } from "../core/errors.ts";
import { createCredentialStore } from "../models/credential-store.ts";
import { findBrowser, howToGetBrowser } from "../gates/find-browser.ts";
import { requireGit } from "../workspace/git.ts";
import { hasKit } from "../workspace/kit.ts";
import { npmProgram } from "../workspace/npm-program.ts";
import { runProgram } from "../workspace/run-program.ts";
import { loadModelSetup, type ModelSources } from "./model-setup.ts";

/** One thing a build needs. `optional` ones may be missing: the build then says what it could not prove. */
export interface MachineFinding {
  readonly name: string;
  readonly outcome: "found" | "missing" | "optional";
  /** What was found, or what is wrong. */
  readonly detail: string;
  /** What to do about it, or null when there is nothing to do. */
  readonly fix: string | null;
}

interface ExamineOptions {
  readonly templatesFolder: string;
  readonly cacheFolder: string;
  readonly models: ModelSources;
}

/** Packages of a kit and a few apps. */
const neededGigabytes = 2;
/** npm answers within a second; a wrapper that wants to download something would not. */
const npmDeadlineMs = 20_000;

/** Looks at everything a build needs on this machine. Changes nothing but making the cache folder. */
export async function examineMachine(options: ExamineOptions): Promise<readonly MachineFinding[]> {
  return Promise.all([
    examineNode(),
    examineGit(),
    examineNpm(),
    examineBrowser(),
    examineCatalog(options.templatesFolder),
    examineCache(options.cacheFolder),
    examineKit(options),
    examineModels(options.models),
    examineKeys(options.models),
  ]);
}

async function examineNode(): Promise<MachineFinding> {
  return { name: "Node", outcome: "found", detail: process.versions.node, fix: null };
}

async function examineGit(): Promise<MachineFinding> {
  return findOrExplain("git", "missing", requireGit);
}

async function examineNpm(): Promise<MachineFinding> {
  const { command, env } = npmProgram();
  const run = await runProgram({
    command: [...command, "--version"],
    cwd: import.meta.dirname,
    env,
    signal: AbortSignal.timeout(npmDeadlineMs),
    deadlineMs: npmDeadlineMs,
  });
  return run.end.kind === "exited" && run.end.exitCode === 0
    ? { name: "npm", outcome: "found", detail: run.stdout.trim(), fix: null }
    : {
        name: "npm",
        outcome: "missing",
        detail: "does not answer; it installs the packages of apps",
        fix: "Install Node with npm.",
      };
}

async function examineBrowser(): Promise<MachineFinding> {
  return findOrExplain("browser", "optional", async () => {
    const path = await findBrowser();
    if (path !== null) return path;
    throw new UnavailableError("not found; builds work, but the smoke gate is unavailable", {
      nextSteps: [howToGetBrowser()],
    });
  });
}

/** A tool that is found, or else what its search says of it. */
async function findOrExplain(
  name: string,
  otherwise: "missing" | "optional",
  find: () => Promise<string>,
): Promise<MachineFinding> {
  try {
    return { name, outcome: "found", detail: await find(), fix: null };
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    const fix = error.nextSteps.join(" ");
    return { name, outcome: otherwise, detail: error.message, fix: fix === "" ? null : fix };
  }
}

async function examineCatalog(folder: string): Promise<MachineFinding> {
  const { catalog, diagnostics } = await loadCatalog(folder);
  const errors = diagnostics.filter((found) => found.severity === "error").length;
  return hasErrors(diagnostics)
    ? {
        name: "catalog",
        outcome: "missing",
        detail: `${errors} errors in ${folder}`,
        fix: "See them with: megamind catalog",
      }
    : { name: "catalog", outcome: "found", detail: `${catalog.entries.size} features`, fix: null };
}

async function examineCache(folder: string): Promise<MachineFinding> {
  const name = "cache";
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const detail = `${folder} cannot be written: ${error instanceof Error ? error.message : error}`;
    return { name, outcome: "missing", detail, fix: "Name another one with --cache-folder." };
  }
  const { bavail, bsize } = await statfs(folder);
  const gigabytes = (bavail * bsize) / 1024 ** 3;
  const detail = `${folder}, ${gigabytes.toFixed(1)} GB free`;
  return gigabytes >= neededGigabytes
    ? { name, outcome: "found", detail, fix: null }
    : { name, outcome: "missing", detail, fix: `Make room: ${neededGigabytes} GB are needed.` };
}

async function examineKit({
  templatesFolder,
  cacheFolder,
}: ExamineOptions): Promise<MachineFinding> {
  const lockFile = await readFile(
    join(templatesFolder, "base", "files", "package-lock.json"),
    "utf8",
  ).catch(() => null);
  const isReady = lockFile !== null && (await hasKit({ lockFile, cacheFolder }));
  return isReady
    ? { name: "packages", outcome: "found", detail: "ready to be linked into apps", fix: null }
    : {
        name: "packages",
        outcome: "optional",
        detail: "not installed yet; the first build installs them once (10 to 30 s)",
        fix: null,
      };
}

/** Never more than a hint: builds work without models. */
async function examineModels(sources: ModelSources): Promise<MachineFinding> {
  const name = "models";
  try {
    const { chains, settings } = await loadModelSetup(sources);
    if (chains !== null) {
      const asked = new Set(chains.standard.map(({ provider }) => provider.id));
      return { name, outcome: "found", detail: [...asked].join(", then "), fix: null };
    }
    return settings.provider === "offline"
      ? { name, outcome: "optional", detail: "offline, as the settings say", fix: null }
      : {
          name,
          outcome: "optional",
          detail: "none configured; builds work, with what the catalog knows",
          fix: "See how to configure one with: megamind models",
        };
  } catch (error) {
    if (!(error instanceof InputError || error instanceof UnavailableError)) throw error;
    const fix = error.nextSteps.join(" ");
    return { name, outcome: "optional", detail: error.message, fix: fix === "" ? null : fix };
  }
}

/** Where keys of providers go, and why that is no keyring. A store that cannot be read is told with the models. */
async function examineKeys({ configFolder, env }: ModelSources): Promise<MachineFinding> {
  const name = "keys";
  try {
    const store = createCredentialStore({ folder: configFolder, env });
    const { place, noKeyring } = await store.look();
    return noKeyring === null
      ? { name, outcome: "found", detail: `are kept in ${place}`, fix: null }
      : {
          name,
          outcome: "optional",
          detail: `no keyring: ${noKeyring}; stored ones are kept in ${place}`,
          fix: null,
        };
  } catch (error) {
    if (!(error instanceof InputError || error instanceof UnavailableError)) throw error;
    const fix = error.nextSteps.join(" ");
    return { name, outcome: "optional", detail: error.message, fix: fix === "" ? null : fix };
  }
}
