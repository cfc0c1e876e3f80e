import { expect, test } from "vitest";
import { diagnostic } from "../../src/core/diagnostic.ts";
import type { ModelPages, PagesByFeature } from "../../src/pipeline/pages-by-models.ts";
import { settlePhase } from "../../src/pipeline/settle-phase.ts";
import { strategies } from "../../src/repair/loop/strategy.ts";
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

const pathOf = (id: string) => `src/features/${id}/page.tsx`;
const printed = (id: string) => `printed ${id}`;

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

interface Scene {
  /** Pages that models write for phase 2. */
  readonly written: Readonly<Record<string, string>>;
  /** Pages that models send back when the gates are red. Default: the same again. */
  readonly repaired?: Readonly<Record<string, string>>;
  /** Pages that are there since phase 1. */
  readonly kept?: Readonly<Record<string, string>>;
  /** What the gates see in an app; empty is green. */
  readonly judge: (app: AppFiles) => readonly Found[];
  /** What a gate is that finds something. Default: "failed". */
  readonly red?: "failed" | "unavailable";
  readonly fails?: Error;
}

interface Found {
  readonly file?: string;
  readonly name?: string;
}

/** Simulated gates and models around one phase. */
async function settle({ written, repaired = {}, kept = {}, judge, fails, red = "failed" }: Scene) {
  const events: RunEvent[] = [];
  const sentBack: string[] = [];
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
      const news = faulty.map(({ feature: id, pages }): [string, ReadonlyMap<string, string>] => [
        id,
        repaired[id] === undefined ? pages : new Map([[pathOf(id), repaired[id]]]),
      ]);
      return Promise.resolve({
        pages: new Map(news),
        diagnostics: [],
        unanswered: new Set<string>(),
        refused: new Map(),
        calls: faulty.length,
        usd: 0,
      });
    },
    strategies: strategies.slice(0, 1),
    isSilent: () => false,
    check: () => Promise.resolve([]),
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
    },
  );
  expect(settled.app).toEqual(disk);
  const steps = events.flatMap((event) =>
    event.type === "pages" ? `${event.step} ${event.features.join(" ")}`.trim() : [],
  );
  return { ...settled, steps, sentBack, writes };
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
const readsFiles = (app: AppFiles): readonly Found[] =>
  [...app].flatMap(([file, text]) => (String(text).includes("wrong") ? { file } : []));

test("green pages by models are what the app has", async () => {
  const { app, steps, notes, pages } = await settle({
    written: { books: "better books", votes: "better votes" },
    kept: { clubs: "better clubs" },
    judge: readsFiles,
  });
  expect([...app.values()]).toEqual(["app", "better clubs", "better books", "better votes"]);
  expect([...pages.keys()]).toEqual(["clubs", "books", "votes"]);
  expect(steps).toEqual(["written books votes"]);
  expect(notes).toEqual([]);
});

test("a red page is sent back to its model alone, and taken when it is green then", async () => {
  const { app, steps, sentBack, writes, notes, reports } = await settle({
    written: { books: "wrong", votes: "better votes" },
    repaired: { books: "right" },
    judge: readsFiles,
  });
  expect(app.get(pathOf("books"))).toBe("right");
  expect(app.get(pathOf("votes"))).toBe("better votes");
  expect(steps).toEqual(["written books votes", "repaired books"]);
  expect(sentBack).toEqual(["books: 1"]);
  expect(writes.slice(1)).toEqual([[pathOf("books")]]);
  expect(notes).toMatchObject([
    {
      code: "model-files-repaired",
      subject: { name: "books" },
      message: expect.stringContaining("and changed: src/features/books/page.tsx: Wrong."),
    },
  ]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(["passed"]);
});

test("a page that stays red is replaced by the printed one, and the others stay", async () => {
  const { app, steps, notes, pages, reports } = await settle({
    written: { books: "wrong", votes: "better votes" },
    repaired: { books: "wrong again" },
    judge: readsFiles,
  });
  expect(app.get(pathOf("books"))).toBe(printed("books"));
  expect(app.get(pathOf("votes"))).toBe("better votes");
  expect(steps).toEqual(["written books votes", "repaired books", "replaced books"]);
  expect(notes).toMatchObject([
    { code: "model-files-repaired" },
    { code: "model-files-replaced", severity: "warning", subject: { name: "books" } },
  ]);
  expect([...pages.keys()]).toEqual(["votes"]);
  expect(reports.map(({ outcome }) => outcome)).toEqual(["passed"]);
});

test("when nothing points to a page, all of the phase are sent back and replaced", async () => {
  const { app, steps, notes } = await settle({
    written: { books: "better books", votes: "better votes" },
    kept: { clubs: "better clubs" },
    judge: (now) => (now.get(pathOf("votes")) === "better votes" ? [{ file: "src/app.ts" }] : []),
  });
  expect([...app.values()]).toEqual(["app", "better clubs", printed("books"), printed("votes")]);
  expect(steps).toEqual(["written books votes", "repaired", "replaced books votes"]);
  expect(notes[0]?.message).toContain("but came back as they were");
});

test("a page of an earlier phase that turns red is replaced too; addresses point to features", async () => {
  const { app, steps, sentBack } = await settle({
    written: { books: "better books" },
    kept: { clubs: "better clubs" },
    judge: (now) => (now.get(pathOf("clubs")) === "better clubs" ? [{ name: "/clubs/7" }] : []),
  });
  expect(app.get(pathOf("clubs"))).toBe(printed("clubs"));
  expect(app.get(pathOf("books"))).toBe("better books");
  expect(sentBack).toEqual(["clubs: 1"]);
  expect(steps.at(-1)).toBe("replaced clubs");
});

test("a page that keeps a tool busy for ever is replaced, and nobody is asked about it", async () => {
  const { steps, sentBack, notes } = await settle({
    written: { books: "better books" },
    judge: (now) => (now.get(pathOf("books")) === "better books" ? [{}] : []),
    red: "unavailable",
  });
  expect(steps).toEqual(["written books", "replaced books"]);
  expect(sentBack).toEqual([]);
  expect(notes).toMatchObject([{ code: "model-files-replaced" }]);
});

test("what is wrong with the printed pages themselves stays red", async () => {
  const { steps, reports, pages } = await settle({
    written: { books: "better books" },
    judge: () => [{ file: "src/app.ts" }],
  });
  expect(reports.map(({ outcome }) => outcome)).toEqual(["failed"]);
  expect(pages.size).toBe(0);
  expect(steps).toEqual(["written books", "repaired", "replaced books"]);
});

test("an error of the models ends the phase before anything is written", async () => {
  const fails = new Error("No provider.");
  await expect(settle({ written: {}, judge: readsFiles, fails })).rejects.toBe(fails);
});
