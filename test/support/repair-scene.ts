import { createHash } from "node:crypto";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { MegamindError } from "../../src/core/errors.ts";
import { typesGate } from "../../src/gates/types-gate.ts";
import { composePhases } from "../../src/generate/compose-phases.ts";
import type { ModelTarget } from "../../src/models/price-table.ts";
import { createPageMender } from "../../src/pipeline/mend-pages.ts";
import { createModelRun, type ModelRun } from "../../src/pipeline/model-run.ts";
import { startModelPages } from "../../src/pipeline/model-pages.ts";
import { defaultRepair, type RepairPolicy } from "../../src/pipeline/repair-policy.ts";
import { settlePhase } from "../../src/pipeline/settle-phase.ts";
import { templateFiles } from "../../src/pipeline/template-files.ts";
import type { AppFiles } from "../../src/spec/change-set.ts";
import type { GateReport } from "../../src/spec/gate-report.ts";
import type { RepairAttempt } from "../../src/spec/repair-attempt.ts";
import type { EmitEvent, ModelTotals, RunEvent } from "../../src/spec/run-event.ts";
import { applyChangeSet } from "../../src/workspace/apply-change-set.ts";
import { diffFiles } from "../../src/workspace/diff-files.ts";
import { fourFeatures } from "../generate/model-files/four-features.ts";
import { targetAt } from "../models/client-fixtures.ts";
import { appPackages } from "./app-packages.ts";
import { startModelServer } from "./model-server/start-model-server.ts";
import { scriptedBrain, type BrainScript } from "./scripted-brain/scripted-brain.ts";

export interface RepairScene {
  readonly brain: BrainScript;
  /** A second provider; its own brain answers when the first is not asked. Default: none. */
  readonly second?: BrainScript;
  /** What the first provider does with each request. Default: "scripted". */
  readonly scenario?: string;
  readonly endsOffline?: boolean;
  readonly budgetUsd?: number | null;
  readonly repair?: RepairPolicy;
  /** Whether fixers mend pages first, which takes a language server. Default: false. */
  readonly hasFixers?: boolean;
}

const { plan, catalog } = await fourFeatures(["recipes"]);
const apps = await composePhases({ plan, templates: await templateFiles({ plan, catalog }) });
const templatesFolder = join(import.meta.dirname, "..", "..", "templates");

export interface PlayedRepair {
  readonly attempts: readonly RepairAttempt[];
  readonly notes: readonly string[];
  /** Requests for repairs that were sent. */
  readonly calls: number;
  /** Dollars that they cost. */
  readonly usd: number;
  /** What the gate says in the end, by whom the pages are then, or the exit code of the error that ended it. */
  readonly result: string;
  readonly totals: ModelTotals;
}

/**
 * Builds an app with one designed feature, with simulated models that write and repair its pages, the fixers, and the
 * compiler as its gate.
 * @param folder absolute path of an empty folder.
 */
export async function playRepair(scene: RepairScene, folder: string): Promise<PlayedRepair> {
  const servers = await Promise.all([scene.brain, scene.second ?? {}].map(serverOf));
  const events: RunEvent[] = [];
  const models = createModelRun({
    ...modelOptions(scene, { servers, folder }),
    emit: (event) => events.push(event),
  });
  try {
    const emit = (event: RunEvent) => events.push(event);
    const ended = await settle(scene, { root: join(folder, "app"), models, emit }).catch(endOf);
    const repairs = servers.flatMap(({ requests }) =>
      requests.filter(({ promptText }) => promptText.includes("Correct files of")),
    );
    return {
      attempts: events.flatMap((event) => (event.type === "repair:attempt" ? event : [])),
      notes: events.flatMap((event) =>
        event.type === "pages" ? event.diagnostics.map(({ message }) => message) : [],
      ),
      calls: repairs.length,
      usd: events.reduce((sum, event) => sum + repairUsd(event), 0),
      result: ended,
      totals: models.totals(),
    };
  } finally {
    await Promise.all(servers.map(({ close }) => close()));
  }
}

function repairUsd(event: RunEvent): number {
  return event.type === "model:end" && event.task === "repair" ? (event.usd ?? 0) : 0;
}

function endOf(error: unknown): string {
  if (error instanceof MegamindError) return `ends with ${error.exitCode}`;
  throw error;
}

interface Place {
  readonly root: string;
  readonly models: ModelRun;
  readonly emit: EmitEvent;
}

async function settle(scene: RepairScene, { root, models, emit }: Place): Promise<string> {
  const { signal } = new AbortController();
  const modelPages = await startModelPages({ plan, apps, templatesFolder, models, signal });
  const mender = createPageMender({ root, signal });
  let written: AppFiles = new Map();
  const { reports, pages } = await settlePhase(
    {
      plan,
      phase: { ...phaseOf(), features: plan.features.map(({ id }) => id) },
      before: new Map(),
      after: apps.at(-1) ?? new Map(),
      modelPages,
      pages: new Map(),
      built: 0,
      emit,
      repair: scene.repair ?? defaultRepair,
    },
    {
      async write({ from, to }) {
        await mkdir(root, { recursive: true });
        await applyChangeSet(root, diffFiles(from, to));
        await linkPackages(root);
        written = to;
      },
      judge: async () => [await judgeOnce(root, written)],
      outcomeOf: (found) =>
        found.every(({ outcome }) => outcome === "passed") ? "passed" : "failed",
      ...(scene.hasFixers === true ? { mend: (pages) => mender.mend(pages) } : {}),
    },
  ).finally(() => mender.close());
  const verdict = reports.map(({ outcome }) => outcome).join();
  return `${verdict}, ${pages.size > 0 ? "the model's pages" : "printed pages"}`;
}

function phaseOf() {
  const phase = plan.phases.at(-1);
  if (phase === undefined) throw new Error("The plan has no phase.");
  return phase;
}

async function linkPackages(root: string): Promise<void> {
  await symlink(await appPackages(), join(root, "node_modules")).catch((error: unknown) => {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!isThere) throw error;
  });
}

/** The compiler says the same of the same files: scenes share what it said. */
const judged = new Map<string, Promise<GateReport>>();

function judgeOnce(root: string, app: AppFiles): Promise<GateReport> {
  const version = createHash("sha256")
    .update(JSON.stringify([...app]))
    .digest("hex");
  const known = judged.get(version) ?? judge(root);
  judged.set(version, known);
  return known;
}

async function judge(root: string): Promise<GateReport> {
  const { signal } = new AbortController();
  const context = { root, plan, phase: plan.phases.length, signal, cacheFolder: root };
  return { gate: "types", durationMs: 0, ...(await typesGate.run(context)) };
}

async function serverOf(script: BrainScript) {
  const brain = await scriptedBrain(script);
  return startModelServer({ respond: (request) => brain.respond(request) });
}

interface ModelPlace {
  readonly servers: readonly { url(scenario: string): string }[];
  readonly folder: string;
}

function modelOptions(
  { scenario = "scripted", second, endsOffline = false, budgetUsd = null }: RepairScene,
  { servers, folder }: ModelPlace,
) {
  const [one, two] = servers;
  const chain: ModelTarget[] = [targetAt(one?.url(scenario) ?? "")];
  if (second !== undefined) chain.push(targetAt(two?.url("scripted") ?? "", { id: "second" }));
  return {
    chains: { tasks: {}, fast: chain, standard: chain, strong: chain },
    budgetUsd,
    deadlineMs: 10_000,
    ledgerFolder: join(folder, "ledger"),
    mode: "use" as const,
    endsOffline,
    secrets: [],
  };
}
