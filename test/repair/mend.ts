import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { findCompiler } from "../../src/repair/find-compiler.ts";
import { fixToFixedPoint, type FixResult } from "../../src/repair/fix-to-fixed-point.ts";
import { fixers as allFixers } from "../../src/repair/fixers/registry.ts";
import { startLanguageServer } from "../../src/repair/language-server.ts";
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

/** A project on the disk, with the packages of generated apps. */
export async function projectFolder(files: Files): Promise<string> {
  const root = await temporaryFolder();
  await symlink(await appPackages(), join(root, "node_modules"));
  const all: Files = {
    "tsconfig.json": JSON.stringify(settings),
    "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

export interface Mended extends FixResult {
  /** Files that are not as they were, with their text; null for one that is gone. */
  readonly changed: Readonly<Record<string, string | null>>;
}

const servers: { close(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

/** Runs fixers (default: all) over a project in memory; its files stay as they are. */
export async function mend(files: Files, fixers = allFixers): Promise<Mended> {
  const root = await projectFolder(files);
  const signal = new AbortController().signal;
  const compiler = await findCompiler(root);
  const knownPackages = new Map([["zod", "4.6.7"]]);
  const project = await readProject({ root, compiler, knownPackages, signal });
  const server = await startLanguageServer({ root, compiler, signal });
  servers.push(server);
  const result = await fixToFixedPoint({ ...project, server, fixers, signal });
  const paths = new Set([...project.texts.keys(), ...result.texts.keys()]);
  const changed = [...paths].filter((path) => project.texts.get(path) !== result.texts.get(path));
  return {
    ...result,
    changed: Object.fromEntries(changed.map((path) => [path, result.texts.get(path) ?? null])),
  };
}
