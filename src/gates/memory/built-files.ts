import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { compareText } from "../../core/compare-text.ts";

/** "/assets/feed-page-DWkvym3k.js": a name that changes with the content. */
const hashedName = /^(?<base>.+)-[\w-]{8}(?<ending>\.[a-z0-9]+)$/;
const textual = /\.(?:html|js|mjs|css|json|svg|webmanifest|txt|xml)$/;

/**
 * A production build, as it is behind names that change with every change of a file or of anything it mentions. Each
 * file has a lasting name, and what it holds is compared with lasting names in it: two builds of which some files are the
 * same in this sense show the same wherever only these files are loaded.
 */
export interface BuiltFiles {
  /** Lasting name of the file behind an address: "/assets/feed-page.js"; of one that does not exist, its own. */
  nameOf(address: string): string;
  /** Hash of what is behind a lasting name, or null when there is nothing. */
  contentOf(name: string): string | null;
  /** Lasting names with hashes, in order. */
  readonly all: readonly (readonly [name: string, hash: string])[];
}

/** Reads a build. Files are named in the order in which they are mentioned, beginning with the page itself. */
export async function readBuiltFiles(folder: string): Promise<BuiltFiles> {
  const files = await readAll(folder);
  const mentions = mentionsIn([...files.keys()]);
  const names = lastingNames(files, mentions);
  const contents = new Map<string, string>();
  for (const [address, content] of files) {
    const lasting =
      typeof content === "string"
        ? content.replaceAll(mentions.pattern, (found) => {
            const target = mentions.addresses.get(found);
            return target === undefined ? found : (names.get(target) ?? found);
          })
        : content;
    contents.set(names.get(address) ?? address, createHash("sha256").update(lasting).digest("hex"));
  }
  return {
    nameOf: (address) => names.get(address) ?? address,
    contentOf: (name) => contents.get(name) ?? null,
    all: [...contents].toSorted(([left], [right]) => compareText(left, right)),
  };
}

async function readAll(folder: string): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .toSorted(compareText);
  const files = await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(join(folder, path));
      const address = `/${path.split(sep).join("/")}`;
      return [address, textual.test(path) ? content.toString("utf8") : content] as const;
    }),
  );
  return new Map(files);
}

interface Mentions {
  /** Finds last parts of names that change. */
  readonly pattern: RegExp;
  /** Last part -> address; none that two addresses share. */
  readonly addresses: ReadonlyMap<string, string>;
}

function mentionsIn(addresses: readonly string[]): Mentions {
  const byLastPart = Map.groupBy(addresses, (address) => address.split("/").at(-1) ?? "");
  const hashed = [...byLastPart].flatMap(([last, [address = "", ...others]]) =>
    others.length === 0 && hashedName.test(last) ? [[last, address] as const] : [],
  );
  return { pattern: /[\w.$@~-]+-[\w-]{8}\.[a-z0-9]+/g, addresses: new Map(hashed) };
}

/** Names that last: what changes is left out, and files that would have the same name then are numbered. */
function lastingNames(
  files: ReadonlyMap<string, string | Uint8Array>,
  { pattern, addresses }: Mentions,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const found = new Set(["/index.html", ...files.keys()].filter((one) => files.has(one)));
  const order = new Set<string>(files.has("/index.html") ? ["/index.html"] : []);
  for (const address of order) {
    const content = files.get(address);
    if (typeof content !== "string") continue;
    for (const [mentioned] of content.matchAll(pattern)) {
      const target = addresses.get(mentioned);
      if (target !== undefined) order.add(target);
    }
  }
  for (const address of [...order, ...found]) {
    const last = address.split("/").at(-1) ?? "";
    if (names.has(address) || addresses.get(last) !== address) continue;
    const parts = hashedName.exec(address)?.groups;
    const base = `${parts?.["base"] ?? address}${parts?.["ending"] ?? ""}`;
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    // A colon is in no name of a build.
    names.set(address, count === 0 ? `${base}:` : `${base}:${count}`);
  }
  return names;
}
