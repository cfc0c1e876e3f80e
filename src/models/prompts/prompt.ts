import { parse } from "yaml";
import { z } from "zod";
import { BugError } from "../../core/errors.ts";

/** The tasks that models are asked to do, one file of `prompts/` each. */
export const promptTasks = [
  "understand-request",
  "design-features",
  "adapt-features",
  "write-files",
  "repair",
  "repair-project",
] as const;
export type PromptTask = (typeof promptTasks)[number];

const inputSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
    /** `ours` is told as it is; `untrusted` is put into a frame that it cannot leave. */
    trust: z.enum(["ours", "untrusted"]),
    about: z.string().min(1),
    /** Inputs with the lowest number are shortened first when a prompt is too long; others never are. */
    shorten: z.number().int().min(1).optional(),
  })
  .readonly();

const frontMatterSchema = z
  .strictObject({
    task: z.enum(promptTasks),
    /** Raised whenever the text changes; part of what makes two requests the same. */
    version: z.number().int().min(1),
    tier: z.enum(["fast", "standard", "strong"]),
    output: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("object"), name: z.string().regex(/^[a-z-]+$/) }),
      z.strictObject({ kind: z.literal("files") }),
    ]),
    inputs: z.array(inputSchema).min(1).readonly(),
  })
  .readonly();

export interface Prompt extends z.infer<typeof frontMatterSchema> {
  /** What every task is told first. */
  readonly rules: string;
  /** Begins all calls of one run alike, so that providers keep it. */
  readonly shared: string;
  /** Differs by call. */
  readonly own: string;
}

/** A line that stands for an input. */
export const placeholder = /^\{\{([a-z-]+)\}\}$/gm;

const form = /^---\n([\s\S]*?)\n---\n# Same for all calls\n([\s\S]*)\n# For this call\n([\s\S]*)$/;

/**
 * The prompt of a task, from the text of its file.
 * @throws BugError when the file breaks its form: an input must stand on exactly one line of the body.
 */
export function parsePrompt(text: string, { task, rules }: Pick<Prompt, "task" | "rules">): Prompt {
  const [, head = "", shared = "", own = ""] = form.exec(text.replaceAll("\r\n", "\n")) ?? [];
  const front = frontMatterSchema.safeParse(head === "" ? null : parse(head));
  if (!front.success) throw broken(task, z.prettifyError(front.error));
  if (front.data.task !== task) throw broken(task, `it is of the task "${front.data.task}"`);
  const places = [shared, own].flatMap((part) =>
    [...part.matchAll(placeholder)].map(([, name = ""]) => name),
  );
  const names = front.data.inputs.map(({ name }) => name);
  if (places.toSorted().join(" ") !== names.toSorted().join(" ")) {
    throw broken(task, `its inputs are ${names.join(", ")}, its lines ${places.join(", ")}`);
  }
  const rest = `${shared}${own}`.replace(placeholder, "");
  if (/\{\{|\}\}|^<<</m.test(rest)) throw broken(task, "it has braces or marks of its own");
  return { ...front.data, rules: rules.trim(), shared: shared.trim(), own: own.trim() };
}

function broken(task: string, reason: string): BugError {
  return new BugError(`The prompt of "${task}" cannot be used: ${reason}.`);
}
