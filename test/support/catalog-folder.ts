import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadCatalog } from "../../src/catalog/load-catalog.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Path below the templates folder -> text of the file. */
export type CatalogFiles = Readonly<Record<string, string>>;

/** Writes a catalog into a new folder and loads it. */
export async function loadCatalogOf(files: CatalogFiles) {
  return loadCatalog(await writeCatalog(files));
}

/** Writes a catalog into a new folder, whose path it returns. */
export async function writeCatalog(files: CatalogFiles): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** A feature with one file of its own, `src/<id>.ts`. `rest` is YAML that is added to its blueprint. */
export function feature(id: string, rest = ""): CatalogFiles {
  return {
    [`features/${id}/blueprint.yaml`]: `id: ${id}\ntitle: ${title(id)}\nsummary: About ${id}.\nfiles: [src/${id}.ts]\n${rest}`,
    [`features/${id}/files/src/${id}.ts`]: `export const ${id.replaceAll("-", "")} = 1;\n`,
  };
}

export const noArchetypes: CatalogFiles = { "archetypes.yaml": "archetypes: []\n" };

function title(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1).replaceAll("-", " ");
}
