import { expect } from "vitest";
import { diagnostic } from "../../src/core/diagnostic.ts";
import type { MendedPages } from "../../src/pipeline/mend-pages.ts";
import type {
  FaultyPages,
  ModelPages,
  PagesByFeature,
} from "../../src/pipeline/pages-by-models.ts";
import type { RepairPolicy } from "../../src/pipeline/repair-policy.ts";
import { settlePhase } from "../../src/pipeline/settle-phase.ts";
import { strategies, type Strategy } from "../../src/repair/loop/strategy.ts";
import { blueprintSchema } from "../../src/spec/blueprint.ts";
import type { AppFiles } from "../../src/spec/change-set.ts";
import type { GateReport } from "../../src/spec/gate-report.ts";
import type { Feature, Plan } from "../../src/spec/plan.ts";
import type { RunEvent } from "../../src/spec/run-event.ts";

function feature(id: string, phase: number): Feature {
  return {
    id,
    title: id,
    source: "request",
    origin: "designed",
    requires: [],
    phase,
    parameters: {},
    nouns: {},
    blueprint: blueprintSchema.parse({
      id,
      title: id,
      summary: id,
      routes: [{ path: `/${id}/:id`, file: pathOf(id), component: "Page" }],
      files: [pathOf(id)],
    }),
  };
}

export const pathOf = (id: string) => `src/features/${id}/page.tsx`;
export const printed = (id: string) => `printed ${id}`;

const features = [feature("clubs", 1), feature("books", 2), feature("votes", 2)];
const plan: Plan = {
  brief: {
    request: "",
    appName: "Readers",
    slug: "readers",
    features: [],
    excluded: [],
    parameters: {},
    assumptions: [],
    notUnderstood: [],
  },
  features,
  graph: { nodes: [], edges: [] },
  phases: [],
  entities: [],
  totals: { features: 3, phases: 2, files: 3, entities: 0 },
};

const after: AppFiles = new Map([
  ["src/app.ts", "app"],
  ...features.map(({ id }): [string, string] => [pathOf(id), printed(id)]),
]);

function pagesOf(texts: Readonly<Record<string, string>>): PagesByFeature {
  return new Map(Object.entries(texts).map(([id, text]) => [id, new Map([[pathOf(id), text]])]));
}

export interface PhaseScene {
  /** Pages that models write for phase 2. */
  readonly written: Readonly<Record<string, string>>;
  /** What models send back when the gates are red: pages, or nothing of use. Default: the same again. */
  readonly repaired?: Readonly<Record<string, string>> | ((asked: FaultyPages) => SentBack);
  /** Pages that are there since phase 1. */
  readonly kept?: Readonly<Record<string, string>>;
  /** What the gates see in an app; empty is green. */
  readonly judge: (app: AppFiles) => readonly Found[];
  /** What a gate is that finds something. Default: "failed". */
  readonly red?: "failed" | "unavailable";
  readonly fails?: Error;
  /** Ways to ask. Default: edits alone. */
  readonly ways?: readonly Strategy[];
  /** What fixers make of a page. Default: there are no fixers. */
  readonly mend?: (text: string) => string;
  /** Pages that break a rule. Default: none. */
  readonly breaksRules?: (text: string) => boolean;
  readonly repair?: RepairPolicy;
  /** Dollars that a call costs; null for a price that is not known. Default: 0. */
  readonly usdACall?: number | null;
}

type SentBack = string | "refused" | "unanswered";

interface Found {
  readonly file?: string;
  readonly name?: string;
}

/** Simulated gates and models around one phase: plays it, and says what happened. */
export async function settle(scene: PhaseScene) {
  const { written, kept = {}, judge, fails, red = "failed", repair, mend } = scene;
  const events: RunEvent[] = [];
  const sentBack: string[] = [];
  const questions: FaultyPages[] = [];
  const writes: string[][] = [];
  let disk: AppFiles = new Map();
  const modelPages: ModelPages = {
    features: features.map(({ id, phase }) => ({ id, phase })),
    written(ids) {
      if (fails !== undefined) return Promise.reject(fails);
      const own = Object.fromEntries(Object.entries(written).filter(([id]) => ids.includes(id)));
      return Promise.resolve({ pages: pagesOf(own), diagnostics: [] });
    },
    repaired(faulty) {
      sentBack.push(...faulty.map(({ feature: id, findings }) => `${id}: ${findings.length}`));
      questions.push(...faulty);
      return Promise.resolve(answersOf(faulty, scene));
    },
    strategies: scene.ways ?? strategies.slice(0, 1),
    isSilent: () => false,
    check: (id, pages) =>
      Promise.resolve(
        [...pages.values()].some((text) => scene.breaksRules?.(text))
          ? [diagnostic({ code: "model-file-types", name: id, message: "It breaks a rule." })]
          : [],
      ),
    stop: () => undefined,
  };
  const phase = { number: 2, title: "Two", features: ["books", "votes"], entities: [], files: 2 };
  const settled = await settlePhase(
    {
      plan,
      phase,
      before: new Map(),
      after,
      modelPages,
      pages: pagesOf(kept),
      built: 1,
      emit: (event) => events.push(event),
      ...(repair === undefined ? {} : { repair }),
    },
    {
      write({ from, to }) {
        expect(from).toEqual(disk);
        disk = to;
        writes.push(
          [...to].filter(([path, text]) => from.get(path) !== text).map(([path]) => path),
        );
        return Promise.resolve();
      },
      judge: () => Promise.resolve([reportOf(judge(disk), red)]),
      outcomeOf: (reports) =>
        reports.some(({ outcome }) => outcome !== "passed") ? red : "passed",
      ...(mend === undefined ? {} : { mend: (pages) => Promise.resolve(mendedBy(mend, pages)) }),
    },
  );
  expect(settled.app).toEqual(disk);
  const steps = events.flatMap((event) =>
    event.type === "pages" ? `${event.step} ${event.features.join(" ")}`.trim() : [],
  );
  return { ...settled, steps, sentBack, questions, writes, events };
}

function answersOf(faulty: readonly FaultyPages[], { repaired = {}, usdACall = 0 }: PhaseScene) {
  const said = new Map(
    faulty.map((task) => [
      task.feature,
      typeof repaired === "function" ? repaired(task) : repaired[task.feature],
    ]),
  );
  const refusal = diagnostic({
    code: "repair-cheat",
    severity: "warning",
    message: "It adds any.",
  });
  const isText = (text: string | undefined): text is string =>
    text !== undefined && text !== "refused" && text !== "unanswered";
  const those = (what: SentBack) => faulty.filter(({ feature: id }) => said.get(id) === what);
  return {
    pages: new Map(
      faulty.map(({ feature: id, pages }): [string, ReadonlyMap<string, string>] => {
        const text = said.get(id);
        return [id, isText(text) ? new Map([[pathOf(id), text]]) : pages];
      }),
    ),
    diagnostics: those("refused").map(() => refusal),
    unanswered: new Set(those("unanswered").map(({ feature: id }) => id)),
    refused: new Map(those("refused").map(({ feature: id }) => [id, [refusal]])),
    calls: faulty.length,
    usd: usdACall === null ? null : faulty.length * usdACall,
  };
}

function mendedBy(mend: (text: string) => string, pages: PagesByFeature): MendedPages {
  const mended = [...pages].map(([id, own]): [string, ReadonlyMap<string, string>] => [
    id,
    new Map([...own].map(([path, text]) => [path, mend(text)])),
  ]);
  return { pages: new Map(mended), errorsBefore: 1, errorsAfter: 0, fixes: [] };
}

function reportOf(found: readonly Found[], red: "failed" | "unavailable"): GateReport {
  return {
    gate: "types",
    outcome: found.length === 0 ? "passed" : red,
    summary: "",
    durationMs: 0,
    diagnostics: found.map((about) => diagnostic({ code: "TS1", message: "Wrong.", ...about })),
  };
}

/** Red where a page says "wrong", at its file. */
export const readsFiles = (app: AppFiles): readonly Found[] =>
  [...app].flatMap(([file, text]) => (String(text).includes("wrong") ? { file } : []));
