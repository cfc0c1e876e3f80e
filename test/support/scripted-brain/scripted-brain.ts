import { loadPrompt } from "../../../src/models/prompts/load-prompt.ts";
import { promptTasks, type PromptTask } from "../../../src/models/prompts/prompt.ts";
import { scriptedReply, type ScriptedReply } from "../model-server/scripted-reply.ts";

/** What was asked, as far as a script needs to know it. */
interface BrainQuestion {
  readonly task: PromptTask;
  /** All that the model reads. */
  readonly prompt: string;
  /** How often this task was asked before, for this feature where it is for one. */
  readonly earlier: number;
}

export interface FilesQuestion extends BrainQuestion {
  /** Id of the feature, from the paths that may be written. */
  readonly feature: string;
  /** Paths that may be written. */
  readonly allowed: readonly string[];
  /** The pages as they were told, path -> text. */
  readonly pages: ReadonlyMap<string, string>;
  /** What an earlier answer or the gates were red for. */
  readonly findings: string;
}

interface ScriptedEdit {
  readonly path: string;
  readonly search: string;
  readonly replace: string;
}

export interface ScriptedFiles {
  readonly files?: readonly { readonly path: string; readonly content: string }[];
  readonly edits?: readonly ScriptedEdit[];
}

/** What the model says to each task; tasks that are left out are answered with nothing of use. */
export interface BrainScript {
  readonly understand?: (question: BrainQuestion) => unknown;
  readonly design?: (question: BrainQuestion) => unknown;
  readonly adapt?: (question: BrainQuestion) => unknown;
  readonly write?: (question: FilesQuestion) => ScriptedFiles;
  readonly repair?: (question: FilesQuestion) => ScriptedFiles;
  /** Asked about one file of any project. */
  readonly repairProject?: (question: FilesQuestion) => ScriptedFiles;
}

export interface ScriptedBrain {
  /** For `startModelServer`, as the answers of its scenario "scripted". */
  respond(request: { readonly promptText: string }): ScriptedReply;
  /** What was asked, in order: "design-features", "write-files book-clubs". */
  readonly asked: readonly string[];
}

const saysNothing = "This is a scripted answer of a simulated model. It says nothing of use.";

/**
 * A model for whole builds that answers by script, as a model server asks it: it thinks nothing, and says so. Token
 * counts are a quarter of the characters, so that prices follow from texts.
 */
export async function scriptedBrain(script: BrainScript): Promise<ScriptedBrain> {
  const prompts = await Promise.all(promptTasks.map(loadPrompt));
  const beginnings = prompts.map(({ task, shared }) => ({
    task,
    line: shared.split("\n")[0] ?? "",
  }));
  const asked: string[] = [];
  return {
    asked,
    respond({ promptText: prompt }) {
      const task = beginnings.find(({ line }) => prompt.includes(line))?.task;
      if (task === undefined) return scriptedReply({ text: saysNothing });
      const { about, ...told } = filesIn(prompt, task);
      const name = `${task} ${about}`.trim();
      const earlier = asked.filter((other) => other === name).length;
      asked.push(name);
      const question: FilesQuestion = { task, prompt, earlier, ...told };
      return priced(prompt, answer(script, question));
    },
  };
}

/** What a task for files says of them, and whom or what it is about. */
function filesIn(prompt: string, task: PromptTask) {
  const nothing = { about: "", feature: "", allowed: [], pages: new Map(), findings: "" };
  if (task === "repair-project") {
    const path = framed(prompt, "allowed");
    const pages = pagesIn(framed(prompt, "file"));
    const findings = framed(prompt, "findings");
    return { ...nothing, about: path, allowed: [path], pages, findings };
  }
  if (task !== "write-files" && task !== "repair") return nothing;
  const allowed = allowedIn(prompt);
  const feature = allowed[0]?.split("/")[2] ?? "";
  const pages = pagesIn(framed(prompt, "files"));
  return { about: feature, feature, allowed, pages, findings: framed(prompt, "findings") };
}

function answer(script: BrainScript, question: FilesQuestion): string {
  const object = (say: ((question: BrainQuestion) => unknown) | undefined) =>
    say === undefined ? saysNothing : JSON.stringify(say(question));
  switch (question.task) {
    case "understand-request":
      return object(script.understand);
    case "design-features":
      return object(script.design);
    case "adapt-features":
      return object(script.adapt);
    case "write-files":
      return blocks(script.write?.(question) ?? {}, question);
    case "repair":
      return blocks(script.repair?.(question) ?? {}, question);
    case "repair-project":
      return blocks(script.repairProject?.(question) ?? {}, question);
  }
}

function blocks({ files = [], edits = [] }: ScriptedFiles, { prompt }: BrainQuestion): string {
  const nonce = /<<<end ([0-9a-f]{6})>>>/.exec(prompt)?.[1] ?? "";
  return [
    "A scripted answer of a simulated model.",
    ...files.map(
      ({ path, content }) => `<<<file ${nonce} ${path}>>>\n${content}\n<<<end ${nonce}>>>`,
    ),
    ...edits.map(
      ({ path, search, replace }) =>
        `<<<edit ${nonce} ${path}>>>\n<<<search ${nonce}>>>\n${search}\n<<<replace ${nonce}>>>\n${replace}\n<<<end ${nonce}>>>`,
    ),
  ].join("\n");
}

function priced(prompt: string, text: string): ScriptedReply {
  const input = Math.ceil(prompt.length / 4);
  const output = Math.ceil(text.length / 4);
  return scriptedReply({
    text,
    usage: { input, cacheRead: 0, cacheWrite: 0, output, reasoning: 0 },
  });
}

/** The last input of this name: the rules before all prompts show an example of a frame. */
function framed(prompt: string, name: string): string {
  const form = new RegExp(
    `<<<input ${name} ([0-9a-f]{12})>>>\\n([\\s\\S]*?)\\n<<<end of input ${name} \\1>>>`,
    "g",
  );
  return [...prompt.matchAll(form)].at(-1)?.[2] ?? "";
}

/** Paths stand alone on the last lines before the format of the answer. */
function allowedIn(prompt: string): readonly string[] {
  const [, after = ""] =
    /\n(?:The files to write|The paths that may be changed):\n\n([\s\S]*)$/.exec(prompt) ?? [];
  return (after.split("\n\n")[0] ?? "").split("\n");
}

function pagesIn(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^(src\/[^\n:]+\.tsx?):\n/m).slice(1);
  const pages = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) {
    pages.set(parts[at] ?? "", `${(parts[at + 1] ?? "").trimEnd()}\n`);
  }
  return pages;
}
