import { posix } from "node:path";
import { compareFindings, type Finding } from "./finding.ts";
import type { LanguageServer } from "./language-server.ts";
import { dependentsOf, isJudged, type ParsedFiles, type Project } from "./project.ts";
import { ruleFindings, type RuledFiles } from "./rules/rule-findings.ts";

/** Finds what is wrong with one state of a project after the other; what did not change is not looked at again. */
export interface ProjectChecker {
  /** Files that it has read, for the projects that it is to judge. */
  readonly parsed: ParsedFiles;
  findings(project: Project): Promise<readonly Finding[]>;
}

interface Checked {
  readonly texts: ReadonlyMap<string, string>;
  readonly byFile: ReadonlyMap<string, readonly Finding[]>;
}

/** Asks the compiler and the rules of ours. The server must not be given texts by anybody else. */
export function createChecker(server: LanguageServer): ProjectChecker {
  let last: Checked = { texts: new Map(), byFile: new Map() };
  const ruled: RuledFiles = new WeakMap();
  return {
    parsed: new Map(),
    findings: async (project) => {
      await handOver(server, last.texts, project.texts);
      const stale = stalePaths(project, last);
      const byFile = new Map(stale.map((path): [string, Finding[]] => [path, []]));
      for (const found of await server.findings(stale)) byFile.get(found.file)?.push(found);
      const kept = [...last.byFile].filter(([path]) => project.texts.has(path));
      last = { texts: project.texts, byFile: new Map([...kept, ...byFile]) };
      return [...[...last.byFile.values()].flat(), ...ruleFindings(project, ruled)].toSorted(
        compareFindings,
      );
    },
  };
}

async function handOver(
  server: LanguageServer,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [path, text] of after) if (isJudged(path)) await server.write(path, text);
  for (const path of before.keys()) {
    if (after.has(path) || !isJudged(path)) continue;
    const heir = `${path.replace(/\.[^.]+$/, "")}.tsx`;
    if (after.has(heir)) await server.write(path, forwarding(heir));
    else await server.forget(path);
  }
}

/** A file that was renamed is still on the disk: until it is gone, its name leads to the new file. */
function forwarding(heir: string): string {
  const specifier = JSON.stringify(`./${posix.basename(heir)}`);
  return `export * from ${specifier};\nexport { default } from ${specifier};\n`;
}

/** What may be judged otherwise than before. Files that come or go can change where any name leads. */
function stalePaths(project: Project, { texts }: Checked): readonly string[] {
  const all = [...project.texts.keys()].filter(isJudged);
  const known = [...texts.keys()].filter(isJudged);
  const isSameSet = all.length === known.length && all.every((path) => texts.has(path));
  if (!isSameSet) return all;
  const changed = all.filter((path) => project.texts.get(path) !== texts.get(path));
  return changed.some((path) => path.endsWith(".d.ts")) ? all : dependentsOf(project, changed);
}
