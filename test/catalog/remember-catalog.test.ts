import { cp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { rememberCatalog } from "../../src/catalog/remember-catalog.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ours = join(import.meta.dirname, "..", "..", "templates");

async function copies() {
  const folder = await temporaryFolder();
  const [templates, cache] = [join(folder, "templates"), join(folder, "cache")];
  await cp(ours, templates, { recursive: true });
  const kept = async () => {
    const names = await readdir(join(cache, "catalog"));
    return names.map((name) => join(cache, "catalog", name));
  };
  return { templates, cache, kept };
}

test("what is remembered is what was read", async () => {
  const { templates, cache, kept } = await copies();
  const read = await rememberCatalog(templates, cache);
  expect(read).toEqual(await loadSoundCatalog(templates));
  expect(await kept()).toHaveLength(1);
  expect(await rememberCatalog(templates, cache)).toEqual(read);
  expect(await rememberCatalog(templates, cache)).not.toBe(read);
});

test("a change of the templates is seen, a broken one refused each time", async () => {
  const { templates, cache } = await copies();
  await rememberCatalog(templates, cache);
  const file = join(templates, "archetypes.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("title: TikTok clone", "title: Short clips"));
  const { archetypes } = await rememberCatalog(templates, cache);
  expect(archetypes.map(({ title }) => title)).toContain("Short clips");
  await writeFile(file, `${text}\nwrong: true\n`);
  for (const _ of ["first", "second"]) {
    await expect(rememberCatalog(templates, cache)).rejects.toMatchObject({ exitCode: 2 });
  }
});

test("what cannot be read as a catalog is read anew, and written again", async () => {
  const { templates, cache, kept } = await copies();
  const read = await rememberCatalog(templates, cache);
  const [file = ""] = await kept();
  const whole = await readFile(file);
  for (const damage of [Buffer.from("no catalog"), whole.subarray(0, 1000)]) {
    await writeFile(file, damage);
    expect(await rememberCatalog(templates, cache)).toEqual(read);
    expect(await readFile(file)).toEqual(whole);
  }
});

test("nothing is kept where that is not possible, or not safe", async () => {
  const { templates, cache, kept } = await copies();
  await writeFile(cache, "a file in the place of the folder");
  const read = await loadSoundCatalog(templates);
  expect(await rememberCatalog(templates, cache)).toEqual(read);
  const other = join(cache, "..", "other");
  await symlink(ours, join(templates, "link"));
  expect(await rememberCatalog(templates, other)).toEqual(read);
  await expect(kept()).rejects.toThrow("ENOTDIR");
  await expect(readdir(other)).rejects.toThrow("ENOENT");
});
