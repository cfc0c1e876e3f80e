import { fork, type ChildProcess } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { GateId } from "../spec/gate-report.ts";
import { endGroup } from "../workspace/process-group.ts";
import type { GateResult, ProjectContext } from "./gate.ts";
import { unavailable } from "./gate-result.ts";
import { missingTool } from "./run-app-tool.ts";
import { tidyWords } from "./tidy-words.ts";
import { toolEnvironment } from "./tool-environment.ts";

const replySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("answer"), answer: z.unknown() }),
  z.object({ kind: z.literal("missing"), name: z.string() }),
  z.object({ kind: z.literal("broken"), message: z.string() }),
]);

type Reply = z.infer<typeof replySchema> | { readonly kind: "ended"; readonly message: string };

interface ToolProcessInput {
  readonly gate: GateId;
  /** The file below `tools/`, without extension. */
  readonly entry: string;
  /** What people call the tool. */
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface RunningTool {
  readonly process: ChildProcess;
  readonly root: string;
  lastWords: string;
  /** Whether its end is noticed between questions. */
  isWatched: boolean;
}

export type ToolAnswer =
  | { readonly kind: "answered"; readonly answer: unknown }
  | { readonly kind: "unavailable"; readonly result: GateResult };

/**
 * A tool of the app, loaded once in a process of its own and asked once a phase: the second and later times take half
 * as long as a new process. The process is started by the first question, ends when it hangs, crashes or is closed, and
 * when we die; it never keeps us alive.
 */
export class ToolProcess {
  readonly #input: ToolProcessInput;
  #child: RunningTool | null = null;

  constructor(input: ToolProcessInput) {
    this.#input = input;
  }

  /** Asks the tool about the app, with whatever more it takes. One question at a time. */
  async ask(context: ProjectContext, question?: object): Promise<ToolAnswer> {
    const { gate, name } = this.#input;
    const reply = await this.#exchange(context, question);
    if (reply.kind === "answer") return { kind: "answered", answer: reply.answer };
    if (reply.kind === "missing") {
      return { kind: "unavailable", result: missingTool(gate, reply.name) };
    }
    const message = `${name} broke: ${tidyWords(reply.message, context.root) || "it said nothing"}`;
    const fix = "Run npm install in the app's folder, then run the command again.";
    return { kind: "unavailable", result: unavailable({ gate, message, fix }) };
  }

  /** Lets the process do what the next question, of this kind, would wait for. What goes wrong, that question says. */
  prepare(context: ProjectContext, question?: object): void {
    const { root } = context;
    if (this.#child !== null && this.#child.root !== root) return;
    const child = (this.#child ??= this.#start(context));
    const gone = () => {
      if (this.#child === child) this.#child = null;
    };
    if (!child.isWatched) child.process.once("error", gone).once("exit", gone);
    child.isWatched = true;
    child.process.send({ kind: "prepare", root, question }, (error) => {
      if (error !== null) gone();
    });
    setKeepsAlive(child.process, false);
  }

  /** Ends the process. The next question starts a new one. */
  async close(): Promise<void> {
    const child = this.#child?.process;
    this.#child = null;
    if (child !== undefined) await endGroup(child);
  }

  async #exchange(context: ProjectContext, question?: object): Promise<Reply> {
    const { root, signal } = context;
    if (signal.aborted) return { kind: "ended", message: "it was stopped" };
    if (this.#child !== null && this.#child.root !== root) await this.close();
    const child = (this.#child ??= this.#start(context));
    setKeepsAlive(child.process, true);
    const reply = await new Promise<Reply>((resolve) => {
      const abort = () => resolve({ kind: "ended", message: "it was stopped" });
      signal.addEventListener("abort", abort, { once: true });
      child.process.on("message", (message) => {
        // Code of the app runs beside the tool, and may send what it likes.
        const said = replySchema.safeParse(message);
        if (said.success) resolve(said.data);
      });
      child.process.on("error", (error) => resolve({ kind: "ended", message: error.message }));
      const ended = () => resolve({ kind: "ended", message: child.lastWords });
      child.process.once("exit", ended);
      // One that cannot answer any more, though it lives on; its last words may still be on their way.
      child.process.once("disconnect", () => setTimeout(ended, 500));
      child.process.send({ kind: "question", root, question }, (error) => {
        if (error !== null) resolve({ kind: "ended", message: error.message });
      });
    });
    child.process.removeAllListeners();
    child.isWatched = false;
    child.process.on("error", () => undefined);
    if (reply.kind === "ended") await this.close();
    else setKeepsAlive(child.process, false);
    return reply;
  }

  #start(context: ProjectContext): RunningTool {
    const { root } = context;
    const file = new URL(
      `./tools/${this.#input.entry}${extname(import.meta.filename)}`,
      import.meta.url,
    );
    const started = fork(fileURLToPath(file), [], {
      cwd: root,
      env: toolEnvironment(context, this.#input.env),
      // The tool is found by the rules of the app's own imports.
      execArgv: ["--experimental-import-meta-resolve", "--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: process.platform !== "win32",
    });
    const child: RunningTool = { process: started, root, lastWords: "", isWatched: false };
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        child.lastWords = (child.lastWords + text).slice(-2_000);
      });
    }
    return child;
  }
}

/** An idle tool must not keep our process from ending. */
function setKeepsAlive(child: ChildProcess, keeps: boolean): void {
  const handles = [child, child.channel, child.stdout, child.stderr];
  for (const handle of handles) {
    if (typeof handle !== "object" || handle === null) continue;
    const method = Reflect.get(handle, keeps ? "ref" : "unref");
    if (typeof method === "function") method.call(handle);
  }
}
