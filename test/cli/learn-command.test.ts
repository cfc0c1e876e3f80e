import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataHome } from "../../src/cli/folders.ts";
import { logOf, mergeLogs } from "../../src/learning/lesson-log.ts";
import { createLessonStore } from "../../src/learning/lesson-store.ts";
import { runCommand } from "../support/run-command.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function start() {
  const folder = await temporaryFolder();
  const env = { MEGAMIND_DATA_FOLDER: folder };
  const learn = (...args: readonly string[]) => runCommand(["learn", ...args], env);
  return { folder, learn, store: createLessonStore(folder) };
}

const comma = { code: "TS1005", message: "',' expected.", actor: "broken-syntax" };
const name = { code: "TS2304", message: "Cannot find name 'secretPlan'.", actor: "missing-name" };

const lessons = [
  { ...comma, variant: "adds ,", isWon: true },
  { ...comma, variant: "adds ,", isWon: true },
  { ...comma, variant: "adds }", isWon: false },
  { ...comma, variant: "adds }", isWon: false },
  { ...name, variant: "adds _", isWon: true },
]
  .map((outcome) => logOf(outcome, { keepsCode: false }))
  .reduce(mergeLogs);

test("without lessons it says where they come from and where they would be", async () => {
  const { folder, learn } = await start();
  const { exitCode, stdout } = await learn("list");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Nothing has been learned yet.");
  expect(stdout).toContain("megamind fix");
  expect(stdout).toContain(join(folder, "lessons"));
  const json: unknown = JSON.parse((await learn("list", "--json")).stdout);
  expect(json).toEqual({ folder: join(folder, "lessons"), lessons: [], damaged: [] });
  expect((await learn("forget", "--all")).stdout).toBe("There was nothing to forget.\n");
});

test("list, show and forget", async () => {
  const { folder, learn, store } = await start();
  await store.add(lessons);
  const listed = await learn("list");
  expect(listed.stdout.split("\n")).toEqual([
    "id            code    won  lost  what was found",
    "a87eeb0e35dd  TS1005    2     2  ',' expected.",
    expect.stringMatching(/^[0-9a-f]{12} {2}TS2304 {4}1 {5}0 {2}Cannot find name '_'\.$/),
    "",
    `2 lessons in ${join(folder, "lessons")}`,
    "Show one of them with: megamind learn show <id>",
    "",
  ]);
  const shown = await learn("show", "a87eeb0e35dd");
  expect(shown.stdout.split("\n")).toEqual([
    "TS1005  a87eeb0e35dd",
    "',' expected.",
    "",
    "  broken-syntax  adds ,  2 won, 0 lost  wins",
    "  broken-syntax  adds }  0 won, 2 lost  dropped: tried last",
    "",
    "Forget it with: megamind learn forget a87eeb0e35dd",
    "",
  ]);
  const json: unknown = JSON.parse((await learn("show", "a87eeb0e35dd", "--json")).stdout);
  expect(json).toMatchObject({
    records: [
      { variant: "adds ,", wins: 2, standing: "first" },
      { variant: "adds }", losses: 2, standing: "last" },
    ],
  });
  expect((await learn("forget", "a87eeb0e35dd")).stdout).toBe("Forgotten: a87eeb0e35dd.\n");
  expect((await learn("show", "a87eeb0e35dd")).exitCode).toBe(2);
  const all = await learn("forget", "--all", "--json");
  expect(JSON.parse(all.stdout)).toEqual({ folder: join(folder, "lessons"), forgotten: 1 });
  expect(await readdir(join(folder, "lessons"))).toEqual([]);
});

test.each([
  [["show", "a87eeb0e35de"], "The nearest is a87eeb0e35dd."],
  [["forget", "nothing"], "megamind learn list"],
  [["forget"], "Nothing was removed"],
  [["forget", "a87eeb0e35dd", "--all"], "Nothing was removed"],
])("learn %j ends with 2 and what to do", async (args, says) => {
  const { learn, store } = await start();
  await store.add(lessons);
  const { exitCode, stdout, stderr } = await learn(...args);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(says);
  expect((await store.load()).log.size).toBe(2);
});

test("a damaged lesson is named, and can be forgotten", async () => {
  const { folder, learn, store } = await start();
  await store.add(lessons);
  const file = join(folder, "lessons", "a87eeb0e35dd.json");
  await writeFile(file, "{");
  const { exitCode, stdout, stderr } = await learn("list");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("1 lesson in");
  expect(stderr).toContain(file);
  expect(stderr).toContain("megamind learn forget a87eeb0e35dd");
  expect((await learn("show", "a87eeb0e35dd")).stderr).toContain(file);
  expect((await learn("forget", "a87eeb0e35dd")).exitCode).toBe(0);
  expect((await learn("list")).stderr).toBe("");
});

const settings = { compilerOptions: { strict: true, types: [], noEmit: true }, include: ["src"] };

async function project(): Promise<string> {
  const root = await temporaryFolder();
  await mkdir(join(root, "src"));
  await writeFile(join(root, "tsconfig.json"), JSON.stringify(settings));
  await writeFile(join(root, "src", "a.ts"), "export const secretPlan = 1;\n");
  await writeFile(
    join(root, "src", "b.ts"),
    'import { secretPlna } from "./a";\n\nexport const b = secretPlna + 1;\n',
  );
  return root;
}

test("megamind fix learns, without a name of the project; not in a dry run, not when it is off", async () => {
  const { folder, learn, store } = await start();
  const root = await project();
  const fix = (...args: readonly string[]) =>
    runCommand(["fix", root, "--force", ...args], { MEGAMIND_DATA_FOLDER: folder });
  await fix("--dry-run", "--learn", "on");
  await fix("--dry-run", "--learn", "off");
  expect(await readdir(folder)).toEqual([]);
  expect((await fix("--learn", "on")).exitCode).toBe(0);
  const files = await readdir(store.folder);
  const texts = await Promise.all(files.map((file) => readFile(join(store.folder, file), "utf8")));
  expect(texts.join("")).toContain("missing-export");
  expect(texts.join("")).not.toMatch(/secret|src|b\.ts/i);
  expect((await learn("list")).stdout).toContain("has no exported member named '_'");
});

test("with --learn code the message is kept as it was", async () => {
  const { folder, learn } = await start();
  const root = await project();
  const env = { MEGAMIND_DATA_FOLDER: folder, MEGAMIND_LEARN: "code" };
  await runCommand(["fix", root, "--force"], env);
  const id = /^[0-9a-f]{12}/m.exec((await learn("list")).stdout)?.[0] ?? "";
  expect((await learn("show", id)).stdout).toContain("secretPlna");
});

test("a folder that cannot be used is a warning: the repair stands", async () => {
  const root = await project();
  const env = { MEGAMIND_DATA_FOLDER: join(root, "tsconfig.json"), MEGAMIND_LEARN: "on" };
  const { exitCode, stderr } = await runCommand(["fix", root, "--force"], env);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("lessons-not-kept");
  expect(await readFile(join(root, "src", "b.ts"), "utf8")).toContain("secretPlan");
});

test.each([
  [{ XDG_DATA_HOME: "/x" }, "linux", "/x"],
  [{ XDG_DATA_HOME: "" }, "linux", "/home/a/.local/share"],
  [{}, "darwin", "/home/a/Library/Application Support"],
  [{ LOCALAPPDATA: "C:\\Local" }, "win32", "C:\\Local"],
  [{}, "win32", "/home/a/AppData/Local"],
] as const)("with %j on %s data goes to %s", (env, platform, folder) => {
  expect(dataHome({ env, platform, home: "/home/a" })).toBe(folder);
});
