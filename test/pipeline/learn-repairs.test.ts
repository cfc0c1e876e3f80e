import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { learnedRepair, startLearning } from "../../src/pipeline/learn-repairs.ts";
import { defaultRepair } from "../../src/pipeline/repair-policy.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const lesson =
  "TS2322|Type … is not assignable to type ….\nTS2741|Property … is missing in type ….";
const trial = {
  code: "TS1005",
  message: "',' expected.",
  actor: "broken-syntax",
  variant: "adds ,",
};
const repaired = { lesson, by: "model", name: "files", hasWon: true } as const;

async function start(mode: "on" | "off" = "on", folder?: string) {
  const dataFolder = folder ?? (await temporaryFolder());
  return { dataFolder, learning: await startLearning({ mode, dataFolder }) };
}

test("what helped is preferred in the next run, not in the same one", async () => {
  const { dataFolder, learning } = await start();
  learning.onRepair({ ...repaired, name: "edits", hasWon: false });
  learning.onRepair(repaired);
  learning.onTrial({ ...trial, isWon: false });
  learning.onTrial({ ...trial, isWon: false });
  expect(learning.preferred(lesson)).toBeNull();
  expect(learning.standing(trial)).toBe("usual");
  expect(await learning.save()).toEqual([]);
  const { learning: next } = await start("on", dataFolder);
  expect(next.preferred(lesson)).toMatchObject({ name: "files", answer: "files" });
  expect(next.standing(trial)).toBe("last");
  const { preferred, limits } = learnedRepair(next);
  expect(preferred?.(lesson)?.name).toBe("files");
  expect(limits).toEqual(defaultRepair.limits);
});

test("a part of what was found is known again, in any order; something else is not", async () => {
  const { dataFolder, learning } = await start();
  learning.onRepair(repaired);
  await learning.save();
  const { learning: next } = await start("on", dataFolder);
  const [first = "", second = ""] = lesson.split("\n");
  for (const known of [first, second, `${second}\n${first}`, `lint/x|y\n${first}`]) {
    expect(next.preferred(known)?.name).toBe("files");
  }
  for (const unknown of ["", "lint/x|y", "TS2322"]) expect(next.preferred(unknown)).toBeNull();
});

test("what fixers did in a build is told by their trials alone: nothing counts twice", async () => {
  const { dataFolder, learning } = await start();
  learning.onRepair({ lesson: "TS1005", by: "fixer", name: "broken-syntax", hasWon: true });
  await learning.save();
  expect(await readdir(dataFolder)).toEqual([]);
});

test("when it is off nothing is read and nothing is written", async () => {
  const { dataFolder, learning } = await start();
  learning.onRepair(repaired);
  await learning.save();
  const before = await readdir(join(dataFolder, "lessons"));
  const { learning: off } = await start("off", dataFolder);
  expect(off.preferred(lesson)).toBeNull();
  off.onRepair({ ...repaired, lesson: "TS1|other" });
  expect(await off.save()).toEqual([]);
  expect(await readdir(join(dataFolder, "lessons"))).toEqual(before);
});

test("a data folder that cannot be used is a warning, and nothing is known", async () => {
  const dataFolder = join(await temporaryFolder(), "file");
  await writeFile(dataFolder, "");
  const { learning } = await start("on", dataFolder);
  expect(learning.preferred(lesson)).toBeNull();
  learning.onRepair(repaired);
  expect(await learning.save()).toMatchObject([
    { code: "lessons-not-kept", severity: "warning", fix: expect.stringContaining("--learn off") },
  ]);
});
