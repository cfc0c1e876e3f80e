import { afterAll, beforeAll, expect, test } from "vitest";
import { repairFeatureFiles } from "../../../src/generate/model-files/repair-feature-files.ts";
import { writeFeatureFiles } from "../../../src/generate/model-files/write-feature-files.ts";
import { diagnostic } from "../../../src/core/diagnostic.ts";
import { targetAt, testClient } from "../../models/client-fixtures.ts";
import {
  startModelServer,
  type ModelServer,
} from "../../support/model-server/start-model-server.ts";
import {
  faultyPages,
  goodPages,
  pagesAndMore,
  variantOf,
  withoutTypeError,
  type PageFault,
} from "../../support/scripted-brain/page-variants.ts";
import {
  scriptedBrain,
  type BrainScript,
  type FilesQuestion,
  type ScriptedFiles,
} from "../../support/scripted-brain/scripted-brain.ts";
import { clubList, clubPage, contract, listPath, pagePath, shared } from "./club-pages.ts";

let server: ModelServer;
let brain = await scriptedBrain({});
beforeAll(async () => {
  server = await startModelServer({ respond: (request) => brain.respond(request) });
});
afterAll(() => server.close());

async function context(script: BrainScript) {
  brain = await scriptedBrain(script);
  const client = testClient([targetAt(server.url("scripted"))], { idleMs: 20_000 });
  return { shared, client, signal: new AbortController().signal };
}

type Write = (question: FilesQuestion) => ScriptedFiles;

async function write(...answers: readonly Write[]) {
  const questions: FilesQuestion[] = [];
  const script: BrainScript = {
    write(question) {
      questions.push(question);
      return answers[Math.min(question.earlier, answers.length - 1)]?.(question) ?? {};
    },
  };
  return { ...(await writeFeatureFiles(contract, await context(script))), questions };
}

test("the pages of a feature are written anew, formatted, by one call", async () => {
  const { pages, diagnostics, questions, answers } = await write((question) => ({
    files: [
      { path: pagePath, content: clubPage.replace('title="Club"', "title={'The club'}") },
      ...(goodPages(question).files ?? []).filter(({ path }) => path === listPath),
    ],
  }));
  expect([...pages]).toEqual([
    [listPath, variantOf(clubList)],
    [pagePath, clubPage.replace('title="Club"', 'title={"The club"}')],
  ]);
  expect(diagnostics).toEqual([]);
  expect(answers).toHaveLength(1);
  expect(questions).toHaveLength(1);
  expect(questions[0]).toMatchObject({ feature: "book-clubs", allowed: [listPath, pagePath] });
});

test("a worker sees the contract of its feature, and not what functions do inside", async () => {
  const { questions } = await write(goodPages);
  const [{ prompt } = { prompt: "" }] = questions;
  expect(prompt).toContain('Entity club (table clubs, "Club").');
  expect(prompt).toContain(
    "- who may select: everyone; insert: owner; update: owner; delete: owner",
  );
  expect(prompt).toContain("export async function fetchClubs(): Promise<Club[]>;");
  expect(prompt).not.toContain("secretOfTheBody");
  // What a function gives back without saying so is only seen in its body.
  expect(prompt).toContain('queryKey: ["clubs"]');
  expect(prompt).toContain(clubList.trim());
});

test("what a writer is told, whole", async () => {
  const { questions } = await write(goodPages);
  await expect(questions[0]?.prompt).toMatchFileSnapshot("golden/write-files.txt");
});

test("pages that are sent back as they were are the printed ones", async () => {
  const { pages, diagnostics } = await write(({ pages: now, allowed }) => ({
    files: allowed.map((path) => ({ path, content: now.get(path) ?? "" })),
  }));
  expect([...pages]).toEqual([]);
  expect(diagnostics).toEqual([]);
});

const refusals: readonly (readonly [PageFault, string])[] = [
  ["missing-export", 'does not export "ClubList"'],
  ["placeholder", "left something out"],
  ["any", 'The type "any" is not allowed'],
];

test.each(refusals)(
  "a page with %s is asked for once more, with the finding",
  async (fault, words) => {
    const { pages, diagnostics, questions } = await write(
      (question) => faultyPages(question, fault),
      goodPages,
    );
    expect([...pages.keys()]).toEqual([listPath, pagePath]);
    expect(diagnostics).toEqual([]);
    expect(questions).toHaveLength(2);
    expect(questions[1]?.findings).toContain(words);
    expect(questions[1]?.allowed).toEqual([listPath]);
  },
);

test.each(refusals)(
  "a page with %s again stays as it is printed, and that is said",
  async (fault, words) => {
    const { pages, diagnostics, questions } = await write((question) =>
      faultyPages(question, fault),
    );
    expect([...pages.keys()]).toEqual([pagePath]);
    expect(questions).toHaveLength(2);
    expect(diagnostics).toMatchObject([
      {
        code: "model-files-refused",
        severity: "warning",
        subject: { file: listPath, name: "book-clubs" },
        message: expect.stringContaining(words),
      },
    ]);
  },
);

test("a file outside of the feature is refused, and its pages are taken", async () => {
  for (const path of ["src/app/main.tsx", "../../etc/passwd", "src/features/book-clubs/api.ts"]) {
    const { pages, diagnostics, questions } = await write((question) =>
      pagesAndMore(question, path),
    );
    expect([...pages.keys()]).toEqual([listPath, pagePath]);
    expect(questions).toHaveLength(1);
    expect(diagnostics).toMatchObject([
      { code: "model-path-refused", severity: "warning", subject: { name: path } },
    ]);
  }
});

test("an answer without pages leaves all of them as they are printed", async () => {
  const { pages, diagnostics } = await write(() => ({}));
  expect(pages.size).toBe(0);
  expect(diagnostics.map(({ subject }) => subject.file)).toEqual([listPath, pagePath]);
});

test("an edit instead of a file is an edit of the printed page", async () => {
  const { pages } = await write(() => ({
    edits: [
      {
        path: pagePath,
        search: 'export const openTab = "books";',
        replace: 'export const openTab = "meetings";',
      },
    ],
    files: [{ path: listPath, content: clubList }],
  }));
  expect([...pages]).toEqual([[pagePath, clubPage.replace('"books"', '"meetings"')]]);
});

test("a repair is told what was found, and changes what a model wrote", async () => {
  const faulty = `${clubList}\nexport const pageCount: number = "many";\n`;
  const found = diagnostic({ code: "TS2322", file: listPath, line: 14, message: "Not a number." });
  const questions: FilesQuestion[] = [];
  const { pages, diagnostics } = await repairFeatureFiles({
    contract,
    pages: new Map([[listPath, faulty]]),
    findings: [found, found],
    context: await context({
      repair(question) {
        questions.push(question);
        return withoutTypeError(question);
      },
    }),
  });
  expect([...pages]).toEqual([[listPath, `${clubList}\nexport const pageCount = 1;\n`]]);
  expect(diagnostics).toEqual([]);
  expect(questions).toMatchObject([
    { allowed: [listPath], findings: `${listPath}:14 TS2322: Not a number.` },
  ]);
  expect(questions[0]?.pages.get(pagePath)).toBe(clubPage);
});

test("a repair that breaks a rule, or fits nowhere, changes nothing", async () => {
  for (const replace of ["export const pageCount: any = 1;", null]) {
    const { pages, diagnostics } = await repairFeatureFiles({
      contract,
      pages: new Map([[pagePath, clubPage]]),
      findings: [],
      context: await context({
        repair: () => ({
          edits: [
            {
              path: pagePath,
              search: replace === null ? "no such line" : 'export const openTab = "books";',
              replace: replace ?? "",
            },
          ],
        }),
      }),
    });
    expect([...pages]).toEqual([[pagePath, clubPage]]);
    expect(diagnostics.every(({ severity }) => severity === "warning")).toBe(true);
    expect(diagnostics.length).toBeGreaterThan(0);
  }
});

test("no environment and no key is in what a worker is told", async () => {
  process.env["MEGAMIND_TEST_SENTINEL"] = "sentinel-of-the-environment";
  const { questions } = await write(goodPages);
  delete process.env["MEGAMIND_TEST_SENTINEL"];
  expect(questions[0]?.prompt).not.toContain("sentinel-of-the-environment");
  const key = String(server.requests.at(-1)?.headers["authorization"]).replace("Bearer ", "");
  expect(key).not.toBe("");
  expect(questions[0]?.prompt).not.toContain(key);
});
