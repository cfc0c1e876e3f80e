import { posix } from "node:path";
import type { Project } from "./project.ts";

interface SpecifierInput {
  /** The file that imports, and the one to import. */
  readonly from: string;
  readonly target: string;
  /** A specifier whose manner is kept: relative or by alias, with ending or without. */
  readonly like: string;
}

/** How a file names another one of the project. */
export function moduleSpecifier(project: Project, { from, target, like }: SpecifierInput): string {
  const path = inManner(target, like);
  const alias = project.facts.aliases.find(
    ({ prefix, target: folder, isWildcard }) =>
      isWildcard && like.startsWith(prefix) && path.startsWith(folder),
  );
  if (alias !== undefined) return alias.prefix + path.slice(alias.target.length);
  const relative = posix.relative(posix.dirname(from), path);
  return relative.startsWith(".") ? relative : `./${relative}`;
}

/** The path with the ending that such specifiers have. Styles and media keep theirs. */
function inManner(target: string, like: string): string {
  const source = /\.(?:d\.)?[cm]?tsx?$/.exec(target);
  if (source === null) return target;
  const bare = target.slice(0, source.index);
  const written = /\.([cm]?)([jt])s(x?)$/.exec(like);
  if (written !== null) {
    return written[2] === "t" ? target : `${bare}${source[0].replace("t", "j")}`;
  }
  return bare.endsWith("/index") ? bare.slice(0, -"/index".length) : bare;
}
