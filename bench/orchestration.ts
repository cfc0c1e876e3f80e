/**
 * How much longer than its model calls an assisted build waits for them: from the request to the last page that a
 * model writes, without gates. The server is a simulation with a fixed time to the first byte and between pieces. The
 * critical path is what the slowest calls took that cannot run side by side. Prints both, their ratio, and what the
 * prompts hold.
 *
 *   node bench/orchestration.ts [runs]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSoundCatalog } from "../src/catalog/load-catalog.ts";
import { composePhases } from "../src/generate/compose-phases.ts";
import { sharedPrefixShare } from "../src/models/prompts/shared-prefix-share.ts";
import { startModelPages } from "../src/pipeline/model-pages.ts";
import { createModelRun } from "../src/pipeline/model-run.ts";
import { planApp } from "../src/pipeline/plan-app.ts";
import { templateFiles } from "../src/pipeline/template-files.ts";
import { targetAt } from "../test/models/client-fixtures.ts";
import {
  startModelServer,
  type ModelServer,
} from "../test/support/model-server/start-model-server.ts";
import { fourFeatureBrain, fourFeatureRequest } from "./four-feature-brain.ts";

/** At most a tenth longer than the calls themselves. */
const GOAL = 1.1;
/** As quick models are: 0.7 s to the first word, then about 300 tokens a second. */
const LATENCY_MS = 700;
const PIECE_DELAY_MS = 6;

const catalog = await loadSoundCatalog(join(import.meta.dirname, "..", "templates"));
const { signal } = new AbortController();

/** Milliseconds from the request to the last written page, and how many files models wrote. */
async function askForAll(server: ModelServer, ledgerFolder: string) {
  const chain = [targetAt(server.url("scripted"))];
  const models = createModelRun({
    chains: { fast: chain, standard: chain, strong: chain },
    budgetUsd: null,
    deadlineMs: 90_000,
    ledgerFolder,
    mode: "use",
    endsOffline: false,
    secrets: [],
    emit: () => undefined,
  });
  const started = performance.now();
  const planned = await planApp(fourFeatureRequest, {
    catalog,
    models,
    catalogMode: "auto",
    signal,
    askPerson: null,
    appFolder: null,
  });
  const templates = await templateFiles(planned);
  const apps = await composePhases({ plan: planned.plan, templates });
  const pages = await startModelPages({
    plan: planned.plan,
    apps,
    templatesFolder: planned.catalog.folder,
    models,
    signal,
  });
  const written = await pages?.written(pages.features.map(({ id }) => id));
  const wallMs = performance.now() - started;
  if (written === undefined || written.diagnostics.length > 0) {
    throw new Error(`Pages were not written: ${JSON.stringify(written?.diagnostics)}`);
  }
  const files = [...written.pages.values()].reduce((sum, { size }) => sum + size, 0);
  return { wallMs, files };
}

/** The calls of a run in the stages that need each other's answers; the last is all of the pages. */
function criticalPathMs(server: ModelServer): number {
  const [understand, design, ...pages] = server.requests.map(
    ({ startedAtMs, endedAtMs }) => (endedAtMs ?? Number.NaN) - startedAtMs,
  );
  return (understand ?? 0) + (design ?? 0) + Math.max(...pages);
}

async function run(folder: string) {
  const brain = await fourFeatureBrain();
  const server = await startModelServer({
    latencyMs: LATENCY_MS,
    pieceDelayMs: PIECE_DELAY_MS,
    respond: (request) => brain.respond(request),
  });
  try {
    const { wallMs, files } = await askForAll(server, folder);
    const prompts = server.requests.slice(2).map(({ promptText }) => promptText);
    const share = sharedPrefixShare(
      prompts.map((text) => ({ system: [], messages: [{ role: "user", text }] })),
    );
    // Tokens as the simulated model counts them: a quarter of the characters.
    const tokens = prompts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
    return {
      wallMs,
      criticalMs: criticalPathMs(server),
      calls: brain.asked.length,
      files,
      tokens,
      share,
    };
  } finally {
    await server.close();
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
const folder = mkdtempSync(join(tmpdir(), "megamind-bench-"));
try {
  const ratios: number[] = [];
  for (let index = 0; index < Number(process.argv[2] ?? 3); index += 1) {
    const result = await run(join(folder, String(index)));
    const { wallMs, criticalMs, calls, files, tokens, share } = result;
    ratios.push(wallMs / criticalMs);
    console.log(
      `${calls} calls: ${seconds(wallMs)}, critical path ${seconds(criticalMs)}, ratio ${(wallMs / criticalMs).toFixed(3)}; ` +
        `${Math.round(tokens / files)} prompt tokens for each of ${files} files, ${Math.round(share * 100)} % shared`,
    );
  }
  const middle = ratios.toSorted((left, right) => left - right)[Math.floor(ratios.length / 2)] ?? 0;
  console.log(`median ratio ${middle.toFixed(3)}, goal at most ${GOAL}`);
  if (middle > GOAL) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
