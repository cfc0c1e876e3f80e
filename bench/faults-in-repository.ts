/**
 * `megamind fix` on a copy of this repository with faults of all kinds in different files at once: how many errors there
 * are before and after, and which files are not as they were.
 *
 *   node bench/faults-in-repository.ts [<faults>] [<seed>] [<commit>]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixProject } from "../src/pipeline/fix-project.ts";
import { createChecker } from "../src/repair/check-project.ts";
import { findCompiler } from "../src/repair/find-compiler.ts";
import { startLanguageServer } from "../src/repair/language-server.ts";
import { createProject } from "../src/repair/project.ts";
import { readProject } from "../src/repair/read-project.ts";
import { allKinds, breakFile, plant, randomFrom } from "./faults/plant.ts";

const repository = join(import.meta.dirname, "..");

const [count = 30, seed = 1] = process.argv.slice(2, 4).map(Number);
const commit = process.argv[4] ?? "HEAD";
const root = await mkdtemp(join(tmpdir(), "megamind-faults-"));
const signal = new AbortController().signal;
try {
  const archive = execFileSync("git", ["-C", repository, "archive", commit], {
    maxBuffer: 1024 * 1024 * 1024,
  });
  execFileSync("tar", ["-x", "-C", root], { input: archive });
  await symlink(join(repository, "node_modules"), join(root, "node_modules"));
  const compiler = await findCompiler(root);
  const { facts, texts } = await readProject({ root, compiler, knownPackages: new Map(), signal });
  const healthy = createProject(facts, texts, new Map());
  const server = await startLanguageServer({ root, compiler, signal });
  const checker = createChecker(server);
  const hit = new Map<string, string>();
  let unseen = 0;
  try {
    const found = await checker.findings(healthy);
    if (found.length > 0)
      throw new Error(`${commit} itself has ${found.length} errors: name another.`);
    const random = randomFrom(seed);
    const kinds = allKinds.filter(({ isMechanical, name }) => isMechanical && name !== "jsx-in-ts");
    for (let index = 0; hit.size < count && index < 20 * count; index += 1) {
      const kind = kinds[index % kinds.length];
      const paths = [...texts.keys()].filter((path) => path.endsWith(".ts") && !hit.has(path));
      const place = kind === undefined ? null : plant({ kind, paths, random, healthy });
      if (kind === undefined || place === null) continue;
      const broken = breakFile(texts, place.path, place.fault);
      // A promise that nobody waits for is no error to the compiler: there is nothing to mend for it.
      const isSeen =
        (await checker.findings(createProject(facts, broken, checker.parsed))).length > 0;
      if (!isSeen) {
        unseen += 1;
        continue;
      }
      await writeFile(join(root, place.path), broken.get(place.path) ?? "");
      hit.set(place.path, kind.name);
    }
  } finally {
    await server.close();
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
  console.log(`faults that the compiler does not see, replaced by others: ${unseen}`);
  for (const { file, line, code, message, why } of left) {
    console.log(
      `  ${file}:${line} ${code} ${message.split("\n")[0]} (${why}; planted: ${hit.get(file) ?? "nothing"})`,
    );
  }
  const beyond = filesTouched.filter((file) => !hit.has(file));
  console.log(`healthy files touched: ${beyond.length} ${beyond.join(" ")}`);
  const other = [...hit.keys()].filter(
    (path) => readFileSync(join(root, path), "utf8") !== texts.get(path),
  );
  console.log(`files that are not as they were, byte for byte: ${other.length} of ${hit.size}`);
  for (const check of ["check:types", "check:lint"]) {
    const { status, stdout } = spawnSync("npm", ["run", "--silent", check], {
      cwd: root,
      encoding: "utf8",
    });
    console.log(`npm run ${check}: ${status === 0 ? "green" : `red\n${stdout}`}`);
  }
} finally {
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
}
