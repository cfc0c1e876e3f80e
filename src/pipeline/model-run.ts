import { join } from "node:path";
import { formatSource } from "../generate/format-source.ts";
import type { ModelChains } from "../models/configure-models.ts";
import { createShelves } from "../models/ledger-shelves.ts";
import type { LedgerMode } from "../models/ledger.ts";
import type { ModelAttempt } from "../models/model-attempt.ts";
import { createModelClient, type ModelClient } from "../models/model-client.ts";
import type { AppFiles } from "../spec/change-set.ts";
import type { EmitEvent, ModelTask, RunEvent } from "../spec/run-event.ts";
import { recordPaths } from "./app-record.ts";
import { createModelTally, type ModelTally } from "./model-tally.ts";

/** The models of one run. Everybody asks through `client`, so that all is kept, counted and reported. */
export interface ModelRun extends Pick<ModelTally, "totals" | "costOf" | "costOfPlan"> {
  /** Requests for a feature carry its id. Loads an SDK when the first call is made, not before. */
  readonly client: ModelClient;
  readonly chains: ModelChains;
  /** Whether there is a budget. */
  readonly isLimited: boolean;
  /** Dollars; null for no limit. */
  readonly budgetUsd: number | null;
  /** Whether the run goes on without models when no provider answers, instead of ending with NoProviderError. */
  readonly endsOffline: boolean;
  /** Says that the run goes on without models; `reason` is why. Nobody asks any more after it. */
  goOffline(reason: string): void;
  isOffline(): boolean;
  /** Replies that were committed with this app are read before all others. `root`: absolute path. */
  readAppFirst(root: string): void;
  /** Says that the plan is made with models. */
  finishPlan(): void;
  /** Whether models had a part in the plan: when the run went on without them before, the app owes them nothing. */
  hasPlanned(): boolean;
  /** The replies that the plan and these features are made of, as files of the app. They belong to every checkpoint. */
  ledgerRecords(features: ReadonlySet<string>): Promise<AppFiles>;
}

export interface ModelRunOptions {
  readonly chains: ModelChains;
  /** Dollars; null for no limit. */
  readonly budgetUsd: number | null;
  /** Longest time without any reply, in milliseconds. */
  readonly deadlineMs: number;
  /** Absolute path of the folder where replies are kept. */
  readonly ledgerFolder: string;
  readonly mode: LedgerMode;
  readonly endsOffline: boolean;
  /** Whether another provider may be asked what one refused. Default: false. */
  readonly isRefusalShopping?: boolean;
  /** Absolute path where it is kept how finely models cut texts into tokens. Default: nowhere. */
  readonly factorsFile?: string;
  /** Values that must not be sent, kept or shown, besides the keys of the chains. */
  readonly secrets: readonly string[];
  readonly emit: EmitEvent;
}

/** Longest silence inside a reply unless the deadline is shorter, in milliseconds. */
const longestSilenceMs = 120_000;

/** The same of models that think, in milliseconds. */
const longestThoughtMs = 300_000;

/** Opens nothing before the first call. */
export function createModelRun(options: ModelRunOptions): ModelRun {
  const { chains, deadlineMs, endsOffline, emit } = options;
  const ledger = createShelves(options.ledgerFolder, options.mode);
  const tally = createModelTally();
  const appRoots = new Set<string>();
  let isOffline = false;
  let hasPlanned = false;
  const asking = createModelClient({
    ...options,
    ledger,
    noReplyMs: deadlineMs,
    idleMs: Math.min(deadlineMs, longestSilenceMs),
    reasoningIdleMs: Math.min(deadlineMs, longestThoughtMs),
    onNote({ task, feature }, detail) {
      emit({ type: "model:note", task, feature: feature ?? null, detail });
    },
    onAttempt(attempt) {
      tally.add(attempt);
      emitFailure(attempt, { emit, calls: tally.totals().calls });
    },
  });
  return {
    ...tally,
    client: reporting(asking, { emit, tally }),
    chains,
    isLimited: options.budgetUsd !== null,
    budgetUsd: options.budgetUsd,
    endsOffline,
    goOffline(reason) {
      isOffline = true;
      emit({ type: "model:offline", reason });
    },
    isOffline: () => isOffline,
    readAppFirst(root) {
      if (!appRoots.has(root)) ledger.readFirst(join(root, recordPaths.ledger));
      appRoots.add(root);
    },
    finishPlan: () => {
      hasPlanned = true;
    },
    hasPlanned: () => hasPlanned,
    async ledgerRecords(features) {
      // Replies for later features may be here already, or not: which ones, is chance.
      const keys = tally.keysOf(features);
      const replies = [...ledger.used()].filter(([key]) => keys.has(key));
      const files = replies.map(async ([key, text]): Promise<[string, string]> => {
        const path = `${recordPaths.ledger}/${key}.json`;
        return [path, await formatSource(path, text)];
      });
      return new Map(await Promise.all(files));
    },
  };
}

/** The same client; who asks, and what becomes of it, are events too. */
function reporting(
  client: ModelClient,
  { emit, tally }: { readonly emit: EmitEvent; readonly tally: ModelTally },
): ModelClient {
  return {
    spentUsd: () => client.spentUsd(),
    note: (about, detail) => client.note(about, detail),
    async ask(request) {
      const about = { task: request.task, feature: request.feature ?? null };
      const started = performance.now();
      const end = (how: Omit<ModelEnd, "type" | "durationMs" | "calls" | keyof ModelTask>) => {
        const durationMs = performance.now() - started;
        emit({ type: "model:end", ...about, ...how, durationMs, calls: tally.totals().calls });
      };
      emit({ type: "model:start", ...about });
      try {
        const answer = await client.ask(request);
        const { provider, model, cost, isFromLedger } = answer;
        end({ outcome: isFromLedger ? "ledger" : "reply", provider, model, usd: cost.usd });
        return answer;
      } catch (error) {
        end({ outcome: "failed", provider: null, model: null, usd: 0 });
        throw error;
      }
    },
  };
}

type ModelEnd = Extract<RunEvent, { readonly type: "model:end" }>;

function emitFailure(
  attempt: ModelAttempt,
  { emit, calls }: { readonly emit: EmitEvent; readonly calls: number },
): void {
  const { task, feature, provider, model, outcome, detail, durationMs, cost } = attempt;
  if (outcome === "reply" || outcome === "ledger") return;
  const about = { task, feature, provider, model, durationMs, usd: cost.usd, calls };
  emit({ type: "model:attempt", ...about, outcome, detail });
}
