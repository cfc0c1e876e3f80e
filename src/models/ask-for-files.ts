import { createHash } from "node:crypto";
import type { Diagnostic } from "../core/diagnostic.ts";
import { checkPaths, findPlaceholders } from "./check-files.ts";
import { fileFormat, readFileBlocks, type EditBlock, type FileBlock } from "./file-blocks.ts";
import { joinOverlap, wholeLines } from "./join-overlap.ts";
import type { ModelClient } from "./model-client.ts";
import type { ModelMessage } from "./model-call.ts";
import type { ModelAnswer, ModelRequest } from "./model-request.ts";

export interface FilesRequest extends Omit<ModelRequest, "output" | "tools"> {
  /** Files ("src/a.ts") and folders ("src/b/") that the model may write. */
  readonly allowed: readonly string[];
}

export interface FilesAnswer {
  /** Whole files at allowed paths, without gaps, in the order in which they were written. */
  readonly files: readonly FileBlock[];
  /** Edits at allowed paths; `applyEdits` says whether they fit. */
  readonly edits: readonly EditBlock[];
  /** Why other files of the replies were refused; errors all of them. */
  readonly diagnostics: readonly Diagnostic[];
  /** The path of a file that stayed unfinished after all continuations, or null. */
  readonly unfinished: string | null;
  readonly answers: readonly ModelAnswer[];
}

/** Most times a model is asked to go on with a reply that was cut. */
const mostContinuations = 3;

/**
 * Files and edits from a model, as text between marks. A reply that was cut, by a token limit or by its connection,
 * keeps its finished files; the open one goes on in another call and is joined at lines that both have.
 * @throws all that `ModelClient.ask` throws.
 */
export async function askForFiles(
  client: ModelClient,
  { allowed, ...request }: FilesRequest,
): Promise<FilesAnswer> {
  const nonce = nonceOf(request);
  const messages = withFormat(request.messages, nonce);
  const { text, answers } = await askToTheEnd(client, { ...request, messages, nonce });
  const { files, edits, open } = readFileBlocks(text, nonce);
  const paths = [...files, ...edits].map(({ path }) => path);
  const refused = checkPaths(paths, { allowed });
  const gaps = findPlaceholders(files);
  const bad = new Set([
    ...refused.map(({ subject }) => subject.name),
    ...gaps.map(({ subject }) => subject.file),
  ]);
  return {
    files: files.filter(({ path }) => !bad.has(path)),
    edits: edits.filter(({ path }) => !bad.has(path)),
    diagnostics: [...refused, ...gaps],
    unfinished: open?.path ?? null,
    answers,
  };
}

type Conversation = Omit<FilesRequest, "allowed"> & { readonly nonce: string };

async function askToTheEnd(client: ModelClient, { nonce, ...request }: Conversation) {
  const answers: ModelAnswer[] = [];
  const ask = async (messages: readonly ModelMessage[]) => {
    // The last call must not be cut: it is tried again like any other, and then elsewhere.
    const isLast = answers.length === mostContinuations;
    const output = { kind: "text" } as const;
    const more = isLast ? {} : { canGoOnFrom };
    const answer = await client.ask({ ...request, messages, output, tools: [], ...more });
    answers.push(answer);
    return answer.reply;
  };
  let reply = await ask(request.messages);
  let { text } = reply;
  for (let count = 0; count < mostContinuations && reply.stop !== "done"; count += 1) {
    const kept = `${wholeLines(text).trimEnd()}\n`;
    // Nothing to hold on to: the same question would give the same answer.
    if (kept === "\n") break;
    reply = await ask([
      ...request.messages,
      { role: "assistant", text: kept.trimEnd() },
      { role: "user", text: continuation(nonce) },
    ]);
    const joined = joinOverlap(kept, reply.text);
    if (joined === null) break;
    text = joined;
  }
  return { text, answers };
}

/** Enough lines to hold on to, and some more than those that would be repeated. */
function canGoOnFrom(text: string): boolean {
  const lines = wholeLines(text).split("\n");
  return lines.filter((line) => line.trim() !== "").length >= fewestLines;
}

const fewestLines = 6;

function continuation(nonce: string): string {
  return `Your answer was cut. Repeat its last 3 lines exactly, then go on from there to the end. Close each file with <<<end ${nonce}>>>. Do not begin again.`;
}

/** Six digits that only this request has: the same request has the same ones, so that its reply is found again. */
function nonceOf({ system, messages, promptVersion }: Omit<FilesRequest, "allowed">): string {
  const asked = JSON.stringify([
    promptVersion,
    system,
    messages.map(({ role, text }) => [role, text]),
  ]);
  return createHash("sha256").update(asked).digest("hex").slice(0, 6);
}

/** The format is told last: it differs by request, and what comes before it can be cached. */
function withFormat(messages: readonly ModelMessage[], nonce: string): readonly ModelMessage[] {
  return messages.map((message, index) =>
    index === messages.length - 1
      ? { ...message, text: `${message.text}\n\n${fileFormat(nonce)}` }
      : message,
  );
}
