import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { InterruptedError, UnavailableError } from "../../src/core/errors.ts";
import { linkKit, prepareKit, saveKitCache, type Kit } from "../../src/workspace/kit.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { writeFiles } from "./app-folder.ts";

const folder = await temporaryFolder();
const packageJson = JSON.stringify({
  name: "app",
  version: "1.0.0",
  devDependencies: { greeting: `file:${folder}/greeting.tgz` },
});
let lockFile = "";
let installs = 0;

/** A real `npm ci` of one package that is a file here: no registry is asked. */
const prepare = (cache: string, lock = lockFile, signal = new AbortController().signal) =>
  prepareKit({
    packageJson,
    lockFile: lock,
    cacheFolder: join(folder, cache),
    signal,
    onInstall: () => {
      installs += 1;
    },
  });

beforeAll(async () => {
  await writeFiles(join(folder, "package"), {
    "package.json": '{ "name": "greeting", "version": "1.0.0", "bin": { "greet": "bin.js" } }',
    "bin.js": "#!/usr/bin/env node\n",
    "lib/deep.js": "export const greeting = 'hello';\n",
  });
  execFileSync("tar", ["-czf", join(folder, "greeting.tgz"), "-C", folder, "package"]);
  const bytes = await readFile(join(folder, "greeting.tgz"));
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const resolved = `file:${folder}/greeting.tgz`;
  lockFile = JSON.stringify({
    name: "app",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "app", version: "1.0.0", devDependencies: { greeting: resolved } },
      "node_modules/greeting": {
        version: "1.0.0",
        resolved,
        integrity,
        dev: true,
        bin: { greet: "bin.js" },
      },
    },
  });
});

const newApp = async (name: string): Promise<string> => {
  const root = join(folder, name);
  await mkdir(root);
  return root;
};

test("packages are installed once and then found again", async () => {
  installs = 0;
  const first = await prepare("cache");
  expect(await prepare("cache")).toEqual(first);
  expect(installs).toBe(1);
  expect(first.key).toContain(`${process.platform}-${process.arch}-node`);
  expect(existsSync(join(first.folder, "node_modules/greeting/lib/deep.js"))).toBe(true);
  expect(await readdir(join(folder, "cache", "kits"))).toEqual([first.key]);
});

test("two processes' worth of installations at once end in one whole kit", async () => {
  const [left, right] = await Promise.all([prepare("shared"), prepare("shared")]);
  expect(left).toEqual(right);
  expect(await readdir(join(folder, "shared", "kits"))).toEqual([left.key]);
});

test("a kit that is not whole is made anew, and drafts of killed processes go after a day", async () => {
  const kit = await prepare("broken");
  await rm(join(kit.folder, "complete"));
  await rm(join(kit.folder, "node_modules", "greeting"), { recursive: true });
  const draft = join(folder, "broken", "kits", "x.draft-1");
  await mkdir(draft);
  await utimes(draft, new Date(0), new Date(0));
  await prepare("broken");
  expect(existsSync(join(kit.folder, "node_modules/greeting/bin.js"))).toBe(true);
  expect(existsSync(draft)).toBe(false);
});

test("packages are hard links in the app, links of programs work there, and a second time does nothing", async () => {
  const kit = await prepare("cache");
  const root = await newApp("linked");
  expect(await linkKit(kit, root)).toMatchObject({ method: "linked" });
  const path = "node_modules/greeting/lib/deep.js";
  expect((await stat(join(root, path))).ino).toBe((await stat(join(kit.folder, path))).ino);
  expect(await readlink(join(root, "node_modules/.bin/greet"))).toBe("../greeting/bin.js");
  expect(await linkKit(kit, root)).toEqual({ files: 0, method: "linked" });
  expect(await readdir(root)).toEqual(expect.arrayContaining(["node_modules"]));
  expect(existsSync(join(root, ".megamind", "cache"))).toBe(false);
});

test("packages of another kit, an own installation and a link to one are replaced, what was linked to stays", async () => {
  const kit = await prepare("cache");
  const root = await newApp("replaced");
  await writeFiles(root, { "node_modules/other/index.js": "", "node_modules/.kit": "another" });
  await linkKit(kit, root);
  expect(existsSync(join(root, "node_modules/other"))).toBe(false);
  await rm(join(root, "node_modules"), { recursive: true });
  await writeFiles(folder, { "elsewhere/index.js": "kept" });
  await symlink(join(folder, "elsewhere"), join(root, "node_modules"));
  await linkKit(kit, root);
  expect(existsSync(join(root, "node_modules/greeting/bin.js"))).toBe(true);
  expect(await readFile(join(folder, "elsewhere/index.js"), "utf8")).toBe("kept");
});

test("between two file systems packages are copied, and the result says so", async ({ skip }) => {
  const memory = "/dev/shm";
  if (!existsSync(memory) || (await stat(memory)).dev === (await stat(folder)).dev) {
    skip("needs two file systems");
  }
  const kit = await prepare("cache");
  const root = join(memory, `megamind-test-${process.pid}`);
  await mkdir(root);
  try {
    const linked = await linkKit(kit, root);
    expect(linked.method).toBe("copied");
    expect(await readFile(join(root, "node_modules/greeting/lib/deep.js"), "utf8")).toContain(
      "hello",
    );
    expect((await linkKit(kit, root)).files).toBe(0);
  } finally {
    await rm(root, { recursive: true });
  }
});

test("what an app's local backend prepared is there in the next app, files being written are not", async () => {
  const kit: Kit = await prepare("cache");
  const root = await newApp("prepares");
  await linkKit(kit, root);
  await saveKitCache(root, kit);
  const cache = "node_modules/.cache/local-backend";
  await writeFiles(root, { [`${cache}/image.tar`]: "image", [`${cache}/image.tar.4711`]: "half" });
  await saveKitCache(root, kit);
  await writeFiles(root, { [`${cache}/second.tar`]: "second" });
  await saveKitCache(root, kit);
  const next = await newApp("profits");
  await linkKit(kit, next);
  expect((await readdir(join(next, cache))).toSorted()).toEqual(["image.tar", "second.tar"]);
});

test("npm's own words and a next step are in the error, and nothing is left behind", async () => {
  const broken = JSON.stringify({
    name: "app",
    version: "1.0.0",
    lockfileVersion: 3,
    packages: {},
  });
  const refused = await prepare("failing", broken).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UnavailableError);
  expect(String(refused)).toContain("npm ci");
  expect(String(refused)).toContain("Missing: greeting@");
  expect(refused).toMatchObject({ nextSteps: [expect.stringContaining("registry")] });
  expect(await readdir(join(folder, "failing", "kits"))).toEqual([]);
});

test("an interruption ends npm and leaves nothing behind", async () => {
  const controller = new AbortController();
  const prepared = prepare("stopped", lockFile, controller.signal);
  setTimeout(() => controller.abort(), 150);
  await expect(prepared).rejects.toBeInstanceOf(InterruptedError);
  expect(await readdir(join(folder, "stopped", "kits"))).toEqual([]);
});

test("a cache folder that cannot be made is reported with the flag that names another", async () => {
  await writeFile(join(folder, "file"), "");
  const refused = await prepare("file").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UnavailableError);
  expect(refused).toMatchObject({ nextSteps: [expect.stringContaining("--cache-folder")] });
});
