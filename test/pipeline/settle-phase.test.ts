import { expect, test } from "vitest";
import { pathOf, printed, readsFiles, settle } from "../support/simulated-phase.ts";

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
