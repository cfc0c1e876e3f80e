import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { BugError, UnavailableError } from "../core/errors.ts";
import { findCompiler } from "./find-compiler.ts";
import { compareFindings, type Finding } from "./finding.ts";
import {
  actionsSchema,
  completionSchema,
  hoverSchema,
  reportSchema,
  type ProtocolEdit,
} from "./protocol.ts";
import { startServerProcess, type ServerProcess } from "./server-process.ts";
import type { TextEdit } from "./text-edit.ts";
import { textPositions, type TextPositions } from "./text-positions.ts";

export interface ServerOptions {
  /** Absolute path of the project. */
  readonly root: string;
  readonly signal: AbortSignal;
  /** Longest time one request may take, in milliseconds. Default: 60 s, as the first one loads the project. */
  readonly deadlineMs?: number;
  /** The program of TypeScript. Default: the project's own when it is 7 or newer, else ours. */
  readonly compiler?: string;
}

/** What the server would do about a finding, or to a whole file: edits of that file alone. */
interface CodeAction {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

type WholeFileAction = "source.fixAll" | "source.removeUnusedImports";

/**
 * The language server of TypeScript with the texts that we gave it, which need not be those on the disk. It has one
 * request at work at a time: many code actions at once make it hang. A server that dies or hangs is started once
 * more; the second time every call throws UnavailableError.
 */
export interface LanguageServer {
  /** Gives the server the text of a file, new or changed. */
  write(path: string, text: string): Promise<void>;
  /** The disk says again what the file is. */
  forget(path: string): Promise<void>;
  /** What is wrong with the files, sorted. Hints that `tsc` does not report are left out. */
  findings(paths: readonly string[]): Promise<readonly Finding[]>;
  quickFixes(finding: Finding): Promise<readonly CodeAction[]>;
  wholeFile(path: string, action: WholeFileAction): Promise<readonly TextEdit[]>;
  /** What an editor would show at a place: a declaration as code, or null. */
  hover(path: string, offset: number): Promise<string | null>;
  /** Names that may stand at a place. */
  completions(path: string, offset: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface Document {
  readonly text: string;
  readonly version: number;
  readonly positions: TextPositions;
}

/** Starts the server of a project. @throws UnavailableError from the first call when it cannot be started. */
export async function startLanguageServer(options: ServerOptions): Promise<LanguageServer> {
  const { root, signal, deadlineMs = 60_000 } = options;
  const compiler = options.compiler ?? (await findCompiler(root));
  const documents = new Map<string, Document>();
  const uriOf = (path: string) => pathToFileURL(join(root, path)).href;
  const restarting = restartOnce(async () => {
    const server = startServerProcess({ compiler, root, signal, deadlineMs });
    await introduce(server, root);
    for (const [path, { text, version }] of documents) {
      await server.notify("textDocument/didOpen", opened(uriOf(path), { path, text, version }));
    }
    return server;
  });
  const desk: Desk = {
    documents,
    uriOf,
    ask: serially(restarting.run),
    documentOf: (path) => {
      const found = documents.get(path);
      if (found === undefined) throw new BugError(`${path} was never given to the server.`);
      return found;
    },
  };
  return {
    ...writing(desk),
    ...judging(desk),
    ...acting(desk),
    ...looking(desk),
    close: restarting.close,
  };
}

/** What the calls of one server share. */
interface Desk {
  readonly documents: Map<string, Document>;
  readonly uriOf: (path: string) => string;
  readonly ask: <Result>(work: (server: ServerProcess) => Promise<Result>) => Promise<Result>;
  readonly documentOf: (path: string) => Document;
}

function writing({ documents, uriOf, ask }: Desk): Pick<LanguageServer, "write" | "forget"> {
  return {
    write: async (path, text) => {
      const known = documents.get(path);
      if (known?.text === text) return;
      const version = (known?.version ?? 0) + 1;
      const uri = uriOf(path);
      await ask((server) =>
        known === undefined
          ? server.notify("textDocument/didOpen", opened(uri, { path, text, version }))
          : server.notify("textDocument/didChange", {
              textDocument: { uri, version },
              contentChanges: [{ text }],
            }),
      );
      documents.set(path, { text, version, positions: textPositions(text) });
    },
    forget: async (path) => {
      if (!documents.delete(path)) return;
      const textDocument = { uri: uriOf(path) };
      await ask((server) => server.notify("textDocument/didClose", { textDocument }));
    },
  };
}

function judging({ uriOf, ask, documentOf }: Desk): Pick<LanguageServer, "findings"> {
  return {
    findings: async (paths) => {
      const answers = await ask((server) =>
        Promise.all(
          paths.map((path) =>
            server.request("textDocument/diagnostic", { textDocument: { uri: uriOf(path) } }),
          ),
        ),
      );
      return paths
        .flatMap((path, index) => toFindings(answers[index], path, documentOf(path)))
        .toSorted(compareFindings);
    },
  };
}

function acting(desk: Desk): Pick<LanguageServer, "quickFixes" | "wholeFile"> {
  const { uriOf, ask, documentOf } = desk;
  const actions = async (path: string, params: object): Promise<readonly CodeAction[]> => {
    const textDocument = { uri: uriOf(path) };
    const answer = await ask((server) =>
      server.request("textDocument/codeAction", { textDocument, ...params }),
    );
    return (actionsSchema.parse(answer) ?? []).map(({ title, edit }) => ({
      title,
      edits: toEdits(edit?.changes[textDocument.uri] ?? [], documentOf(path)),
    }));
  };
  return {
    quickFixes: ({ file, start, end, code: named, message }) => {
      const { positions } = documentOf(file);
      const range = { start: positions.positionAt(start), end: positions.positionAt(end) };
      const code = Number(named.replace(/^TS/, ""));
      const diagnostics = [{ range, code, severity: 1, source: "ts", message }];
      return actions(file, { range, context: { diagnostics, only: ["quickfix"] } });
    },
    wholeFile: async (path, action) => {
      const { text, positions } = documentOf(path);
      const range = { start: { line: 0, character: 0 }, end: positions.positionAt(text.length) };
      const context = { diagnostics: [], only: [action] };
      return (await actions(path, { range, context })).flatMap(({ edits }) => edits);
    },
  };
}

function looking({ uriOf, ask, documentOf }: Desk): Pick<LanguageServer, "hover" | "completions"> {
  const request = (method: string, path: string, offset: number): Promise<unknown> => {
    const position = documentOf(path).positions.positionAt(offset);
    return ask((server) =>
      server.request(method, { textDocument: { uri: uriOf(path) }, position }),
    );
  };
  return {
    hover: async (path, offset) => {
      const answer = hoverSchema.parse(await request("textDocument/hover", path, offset));
      if (answer === null) return null;
      return typeof answer.contents === "string" ? answer.contents : answer.contents.value;
    },
    completions: async (path, offset) => {
      const answer = completionSchema.parse(await request("textDocument/completion", path, offset));
      const items = answer === null ? [] : Array.isArray(answer) ? answer : answer.items;
      return items.map(({ label }) => label);
    },
  };
}

function opened(
  uri: string,
  { path, text, version }: { path: string; text: string; version: number },
): object {
  const languageId = /^\.[cm]?[jt]sx$/.test(extname(path)) ? "typescriptreact" : "typescript";
  return { textDocument: { uri, languageId, version, text } };
}

async function introduce(server: ServerProcess, root: string): Promise<void> {
  const uri = pathToFileURL(root).href;
  await server.request("initialize", {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: "project" }],
    capabilities: {
      textDocument: {
        diagnostic: {},
        hover: { contentFormat: ["plaintext"] },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
      },
      workspace: { configuration: true },
    },
  });
  await server.notify("initialized", {});
}

function toFindings(answer: unknown, file: string, { positions }: Document): readonly Finding[] {
  const { items } = reportSchema.parse(answer);
  return items
    .filter(({ severity }) => severity <= 2)
    .map(({ range, code, message }) => ({
      code: `TS${code}`,
      file,
      start: positions.offsetAt(range.start),
      end: positions.offsetAt(range.end),
      line: range.start.line + 1,
      column: range.start.character + 1,
      message,
    }));
}

function toEdits(edits: readonly ProtocolEdit[], { positions }: Document): readonly TextEdit[] {
  return edits.map(({ range, newText }) => ({
    start: positions.offsetAt(range.start),
    end: positions.offsetAt(range.end),
    text: newText,
  }));
}

/** Runs pieces of work one after the other, in the order in which they came. */
function serially<Target>(
  run: <Result>(work: (target: Target) => Promise<Result>) => Promise<Result>,
) {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: (target: Target) => Promise<Result>): Promise<Result> => {
    const next = last.then(() => run(work));
    last = next.catch(() => undefined);
    return next;
  };
}

/** Work that fails because the server is gone runs again on a new one, once in the life of the whole. */
function restartOnce(start: () => Promise<ServerProcess>) {
  let current = start();
  current.catch(() => undefined);
  let isRestarted = false;
  return {
    run: async <Result>(work: (server: ServerProcess) => Promise<Result>): Promise<Result> => {
      try {
        return await work(await current);
      } catch (cause) {
        if (!(cause instanceof UnavailableError) || isRestarted) throw cause;
        isRestarted = true;
        await current.then((server) => server.close()).catch(() => undefined);
        current = start();
        current.catch(() => undefined);
        return work(await current);
      }
    },
    close: async () => {
      await current.then((server) => server.close()).catch(() => undefined);
    },
  };
}
