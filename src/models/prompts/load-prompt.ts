import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BugError } from "../../core/errors.ts";
import { parsePrompt, type Prompt, type PromptTask } from "./prompt.ts";

/** The prompts that come with this program; at the same place beside its sources and what is built from them. */
const promptsFolder = join(import.meta.dirname, "..", "..", "..", "prompts");

/**
 * Reads the prompt of a task.
 * @throws BugError when it is not there or breaks its form.
 */
export async function loadPrompt(task: PromptTask): Promise<Prompt> {
  const [text, rules] = await Promise.all([read(`${task}.md`), read("rules.md")]);
  return parsePrompt(text, { task, rules });
}

async function read(name: string): Promise<string> {
  try {
    return await readFile(join(promptsFolder, name), "utf8");
  } catch (error) {
    throw new BugError(`The prompt ${name} cannot be read.`, { cause: error });
  }
}
