import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { findCompiler } from "../../src/repair/find-compiler.ts";
import { fixToFixedPoint, type FixResult } from "../../src/repair/fix-to-fixed-point.ts";
import { fixers as allFixers } from "../../src/repair/fixers/registry.ts";
import { startLanguageServer, type LanguageServer } from "../../src/repair/language-server.ts";
import { readProject } from "../../src/repair/read-project.ts";
import { appPackages } from "../support/app-packages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

export type Files = Readonly<Record<string, string>>;

const settings = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024", "dom", "dom.iterable"],
    module: "esnext",
    moduleResolution: "bundler",
    moduleDetection: "force",
    jsx: "react-jsx",
    types: ["vite/client", "node"],
    paths: { "@/*": ["./src/*"] },
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitOverride: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["src"],
};

const manifest = {
  name: "sample",
  private: true,
  type: "module",
  dependencies: {
    "@tanstack/react-query": "5.108.0",
    "lucide-react": "1.75.0",
    react: "19.3.1",
    "react-router": "8.5.1",
  },
};

/** A project on the disk, with the packages of generated apps. Default of `root`: a new folder. */
export async function projectFolder(files: Files, root?: string): Promise<string> {
  const folder = root ?? (await temporaryFolder());
  await mkdir(folder, { recursive: true });
  await symlink(await appPackages(), join(folder, "node_modules"));
  const all: Files = {
    "tsconfig.json": JSON.stringify(settings),
    "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

interface Workshop {
  /** Of all projects, a folder each. */
  readonly folder: string;
  readonly server: LanguageServer;
}

/** One server for all projects of a file of tests: it reads the types of packages once. */
let workshop: Promise<Workshop> | null = null;
let projects = 0;

afterAll(async () => {
  const open = await workshop;
  workshop = null;
  await open?.server.close();
});

async function openWorkshop(): Promise<Workshop> {
  const folder = await temporaryFolder();
  const compiler = await findCompiler(await projectFolder({}, join(folder, "first")));
  const { signal } = new AbortController();
  return { folder, server: await startLanguageServer({ root: folder, compiler, signal }) };
}

/** The server as one of the project in this folder below its own; closing it closes only the files of the project. */
function serverIn(folder: string, server: LanguageServer): LanguageServer {
  const at = (path: string) => `${folder}/${path}`;
  const written = new Set<string>();
  return {
    write: (path, text) => {
      written.add(path);
      return server.write(at(path), text);
    },
    forget: (path) => server.forget(at(path)),
    findings: async (paths) =>
      (await server.findings(paths.map(at))).map((found) => ({
        ...found,
        file: found.file.slice(folder.length + 1),
      })),
    quickFixes: (found) => server.quickFixes({ ...found, file: at(found.file) }),
    wholeFile: (path, action) => server.wholeFile(at(path), action),
    hover: (path, offset) => server.hover(at(path), offset),
    completions: (path, offset) => server.completions(at(path), offset),
    close: async () => {
      for (const path of written) await server.forget(at(path));
    },
  };
}

export interface Mended extends FixResult {
  /** Files that are not as they were, with their text; null for one that is gone. */
  readonly changed: Readonly<Record<string, string | null>>;
}

/** Runs fixers (default: all) over a project in memory; its files stay as they are. */
export async function mend(files: Files, fixers = allFixers): Promise<Mended> {
  workshop ??= openWorkshop();
  const { folder, server: shared } = await workshop;
  const name = `project-${(projects += 1)}`;
  const root = await projectFolder(files, join(folder, name));
  const signal = new AbortController().signal;
  const compiler = await findCompiler(root);
  const knownPackages = new Map([["zod", "4.6.7"]]);
  const project = await readProject({ root, compiler, knownPackages, signal });
  const server = serverIn(name, shared);
  const result = await fixToFixedPoint({ ...project, server, fixers, signal });
  await server.close();
  const paths = new Set([...project.texts.keys(), ...result.texts.keys()]);
  const changed = [...paths].filter((path) => project.texts.get(path) !== result.texts.get(path));
  return {
    ...result,
    changed: Object.fromEntries(changed.map((path) => [path, result.texts.get(path) ?? null])),
  };
}
