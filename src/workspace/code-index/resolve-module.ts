import { posix } from "node:path";
import type { PathAlias } from "./compiler-settings.ts";

/** Where a specifier leads: to a file of the project, to a package, or to what only a tool knows. */
export type ResolvedModule =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "unknown" };

interface Resolution {
  /** The file that names the module. */
  readonly from: string;
  readonly specifier: string;
}

interface Places {
  readonly files: ReadonlySet<string>;
  readonly aliases: readonly PathAlias[];
  /** What `package.json` calls its own modules: `#lib` -> `src/lib.ts`. */
  readonly ownNames: readonly PathAlias[];
}

const endings = [
  "",
  ".ts",
  ".tsx",
  ".d.ts",
  ".js",
  ".jsx",
  ".mts",
  ".cts",
  ".mjs",
  ".cjs",
  ".json",
];

/** Pure: where a specifier leads. Queries such as `?raw` are the bundler's. */
export function resolveModule({ from, specifier }: Resolution, places: Places): ResolvedModule {
  const plain = specifier.replace(/[?#].*$/, "") || specifier;
  if (/^\.{1,2}(?:\/|$)/.test(plain)) {
    return asFile(posix.join(posix.dirname(from), plain), places) ?? { kind: "unknown" };
  }
  if (plain.startsWith("/")) return asFile(plain.slice(1), places) ?? { kind: "unknown" };
  const aliases = [...places.aliases, ...places.ownNames];
  for (const { prefix, target, isWildcard } of aliases) {
    const isMatch = isWildcard ? plain.startsWith(prefix) : plain === prefix;
    const found = isMatch ? asFile(posix.join(target, plain.slice(prefix.length)), places) : null;
    if (found !== null) return found;
  }
  const isAliased = aliases.some(
    ({ prefix, isWildcard }) =>
      prefix !== "" && (isWildcard ? plain.startsWith(prefix) : plain === prefix),
  );
  const name = packageNameOf(plain);
  return name === null || isAliased ? { kind: "unknown" } : { kind: "package", name };
}

/** The package that a specifier begins with, or null when no package can have that name. */
export function packageNameOf(specifier: string): string | null {
  const name = /^(?:@[a-z\d~-][\w.~-]*\/)?[a-z\d~-][\w.~-]*(?=\/|$)/i.exec(specifier)?.[0];
  return name === undefined || name.startsWith("~") ? null : name;
}

/** A file by its name with or without ending, by that of what it is compiled to, or as the index of a folder. */
function asFile(path: string, { files }: Places): ResolvedModule | null {
  const plain = posix.normalize(path).replace(/\/$/, "");
  const compiled = /^(.*)\.([cm]?)js(x?)$/.exec(plain);
  const candidates = [
    ...endings.map((ending) => `${plain}${ending}`),
    ...(compiled === null
      ? []
      : [
          `${compiled[1]}.${compiled[2]}ts${compiled[3]}`,
          `${compiled[1]}.tsx`,
          `${compiled[1]}.d.ts`,
        ]),
    ...endings.slice(1).map((ending) => posix.join(plain, `index${ending}`)),
  ];
  const found = candidates.find((candidate) => files.has(candidate));
  return found === undefined ? null : { kind: "file", path: found };
}
