/** Writes `examples/` anew: `npm run examples`. With `--pictures` it also builds the apps and photographs them. */
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compileSchema } from "../src/pipeline/compile-schema.ts";
import { exampleFiles, examples, looks, projectRoot } from "./example-files.ts";
import { photographApp } from "./photograph-app.ts";

for (const [name, request] of Object.entries(examples)) {
  const folder = join(projectRoot, "examples", name);
  rmSync(join(folder, "migrations"), { recursive: true, force: true });
  for (const [path, content] of await exampleFiles(request)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  if (process.argv.includes("--pictures")) await takePictures(request, join(folder, "pictures"));
  console.log(`examples/${name} is written`);
}

if (process.argv.includes("--pictures")) {
  for (const [name, request] of Object.entries(looks)) {
    await takePictures(request, join(projectRoot, "examples", "looks", name));
  }
}

for (const file of globSync(join(projectRoot, "examples/schemas/*.yaml")).toSorted()) {
  const { sql } = await compileSchema(file);
  writeFileSync(file.replace(/\.yaml$/, ".sql"), sql);
}

async function takePictures(request: string, folder: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "megamind-example-"));
  const app = join(work, "app");
  try {
    const launcher = join(projectRoot, "bin", "megamind.js");
    const args = [
      launcher,
      "build",
      request,
      "--out",
      app,
      "--yes",
      "--require",
      "smoke",
      "--provider",
      "offline",
    ];
    const built = spawnSync(process.execPath, args, { stdio: "inherit" });
    if (built.status !== 0) throw new Error(`The build ended with ${built.status}.`);
    mkdirSync(folder, { recursive: true });
    await photographApp(app, folder);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 3 });
  }
}
