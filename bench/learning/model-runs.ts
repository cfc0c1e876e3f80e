import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { learnedRepair, startLearning } from "../../src/pipeline/learn-repairs.ts";
import { playRepair, type PlayedRepair } from "../../test/support/repair-scene.ts";
import { goodPages } from "../../test/support/scripted-brain/page-variants.ts";
import type {
  BrainScript,
  FilesQuestion,
  ScriptedFiles,
} from "../../test/support/scripted-brain/scripted-brain.ts";

/** Errors of one kind, in code that has nothing else in common. */
const faults = [
  'export const pageCount: number = "many";',
  'export const shownAtOnce: number = "a few";',
  'export const widest: number = "twelve columns";',
];

/** A simulated model whose pages have a fault; its edits change nothing that matters, its whole files are right. */
function brainWith(fault: string, page: number): BrainScript {
  return {
    write: (question) => ({
      files: (goodPages(question).files ?? []).map((file, index) =>
        index === page ? { ...file, content: `${file.content}\n${fault}\n` } : file,
      ),
    }),
    repair: (question) =>
      question.prompt.includes("Write each file that must change as a whole.")
        ? wholeFiles(question, fault)
        : uselessEdits(question, fault),
  };
}

function wholeFiles({ allowed, pages }: FilesQuestion, fault: string): ScriptedFiles {
  const right = fault.replace(/: number = ".*"/, " = 1");
  const faulty = allowed.filter((path) => pages.get(path)?.includes(fault));
  const files = faulty.map((path) => ({
    path,
    content: (pages.get(path) ?? "").replace(fault, right),
  }));
  return { files };
}

function uselessEdits({ allowed, pages, earlier }: FilesQuestion, fault: string): ScriptedFiles {
  const faulty = allowed.filter((path) => pages.get(path)?.includes(fault));
  const replace = `${fault}\nexport const tried = ${earlier};`;
  return { edits: faulty.map((path) => ({ path, search: fault, replace })) };
}

/** Repairs pages of one app after the other, each time with what is known by then; and without. */
export async function modelRuns(dataFolder: string): Promise<readonly string[]> {
  const lines = ["models | rounds | calls | dollars | ways | result"];
  for (const mode of ["off", "on"] as const) {
    for (const [index, fault] of faults.entries()) {
      const learning = await startLearning({ mode, dataFolder });
      const played = await play({
        brain: brainWith(fault, index % 2),
        repair: learnedRepair(learning),
      });
      await learning.save();
      const name = mode === "off" ? "without lessons" : "with lessons";
      lines.push(`app ${index + 1}, ${name} | ${cellsOf(played).join(" | ")}`);
    }
  }
  return lines;
}

async function play(scene: Parameters<typeof playRepair>[0]): Promise<PlayedRepair> {
  const folder = await mkdtemp(join(tmpdir(), "megamind-learning-"));
  return playRepair(scene, folder).finally(() => rm(folder, { recursive: true, force: true }));
}

function cellsOf({ attempts, calls, usd, result }: PlayedRepair): readonly string[] {
  const byModel = attempts.filter(({ by }) => by === "model");
  const rounds = Math.max(0, ...byModel.map(({ round }) => round));
  const ways = byModel.map(({ strategy, verdict }) => `${strategy} ${verdict}`).join(", ");
  return [String(rounds), String(calls), usd.toFixed(4), ways, result];
}
