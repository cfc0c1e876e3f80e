/**
 * `megamind fix` on a copy of this repository with faults of all kinds in different files at once: how many errors there
 * are before and after, and which files are not as they were.
 *
 *   node bench/faults-in-repository.ts [<faults>] [<seed>]
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixProject } from "../src/pipeline/fix-project.ts";
import { findCompiler } from "../src/repair/find-compiler.ts";
import { createProject } from "../src/repair/project.ts";
import { readProject } from "../src/repair/read-project.ts";
import { allKinds, breakFile, plant, randomFrom } from "./faults/plant.ts";

const repository = join(import.meta.dirname, "..");

const [count = 30, seed = 1] = process.argv.slice(2).map(Number);
const root = await mkdtemp(join(tmpdir(), "megamind-faults-"));
const signal = new AbortController().signal;
try {
  const archive = execFileSync("git", ["-C", repository, "archive", "HEAD"], {
    maxBuffer: 1024 * 1024 * 1024,
  });
  execFileSync("tar", ["-x", "-C", root], { input: archive });
  await symlink(join(repository, "node_modules"), join(root, "node_modules"));
  const compiler = await findCompiler(root);
  const { facts, texts } = await readProject({ root, compiler, knownPackages: new Map(), signal });
  const healthy = createProject(facts, texts, new Map());
  const random = randomFrom(seed);
  const kinds = allKinds.filter(({ isMechanical, name }) => isMechanical && name !== "jsx-in-ts");
  const hit = new Map<string, string>();
  for (let index = 0; hit.size < count && index < 20 * count; index += 1) {
    const kind = kinds[index % kinds.length];
    const paths = [...texts.keys()].filter((path) => path.endsWith(".ts") && !hit.has(path));
    const place = kind === undefined ? null : plant({ kind, paths, random, healthy });
    if (kind === undefined || place === null) continue;
    const text = breakFile(texts, place.path, place.fault).get(place.path) ?? "";
    await writeFile(join(root, place.path), text);
    hit.set(place.path, kind.name);
  }
  const started = performance.now();
  const result = await fixProject({
    root,
    isDryRun: false,
    force: true,
    templates: join(repository, "templates"),
    cacheFolder: join(tmpdir(), "megamind-bench"),
    signal,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { before, after, left, rounds, filesTouched } = result;
  console.log(
    `${hit.size} faults, seed ${seed}: ${before.errors} errors before, ${after.errors} after, ${rounds} rounds, ${seconds} s`,
  );
  for (const { file, line, code, message, why } of left) {
    console.log(
      `  ${file}:${line} ${code} ${message.split("\n")[0]} (${why}; planted: ${hit.get(file) ?? "nothing"})`,
    );
  }
  const beyond = filesTouched.filter((file) => !hit.has(file));
  console.log(`healthy files touched: ${beyond.length} ${beyond.join(" ")}`);
} finally {
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
}
