import { posix } from "node:path";
import type { PathAlias } from "./compiler-settings.ts";
import { moduleFile } from "./module-file.ts";

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

function asFile(path: string, { files }: Places): ResolvedModule | null {
  const found = moduleFile(path, (candidate) => files.has(candidate));
  return found === null ? null : { kind: "file", path: found };
}
