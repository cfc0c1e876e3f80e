import { posix } from "node:path";
import { compareFindings, type Finding } from "./finding.ts";
import type { LanguageServer } from "./language-server.ts";
import { dependentsOf, isJudged, type ParsedFiles, type Project } from "./project.ts";
import type { SourceFile } from "./source-file.ts";
import { ruleFindings, type RuledFiles } from "./rules/rule-findings.ts";

/** Finds what is wrong with one state of a project after the other; what did not change is not looked at again. */
export interface ProjectChecker {
  /** Files that it has read, for the projects that it is to judge. */
  readonly parsed: ParsedFiles;
  findings(project: Project): Promise<readonly Finding[]>;
}

type Texts = ReadonlyMap<string, string>;

interface Checked {
  readonly texts: Texts;
  readonly byFile: ReadonlyMap<string, readonly Finding[]>;
}

/** Asks the compiler and the rules of ours. The server must not be given texts by anybody else. */
export function createChecker(server: LanguageServer): ProjectChecker {
  let last: Checked = { texts: new Map(), byFile: new Map() };
  const ruled: RuledFiles = new WeakMap();
  const handOver = createHandOver(server);
  return {
    parsed: new Map(),
    findings: async (project) => {
      await handOver(last.texts, project);
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

/** Tells the server what changed from one state of the project to the next. */
function createHandOver(server: LanguageServer) {
  /** Files that were renamed are still on the disk: until they are gone, their names lead to the new ones. */
  const forwarding = new Map<string, string>();
  return async (before: Texts, { texts: after, source }: Project): Promise<void> => {
    for (const [path, text] of after) if (isJudged(path)) await server.write(path, text);
    for (const path of before.keys()) {
      const heir = `${path.replace(/\.[^.]+$/, "")}.tsx`;
      if (after.has(path) || !isJudged(path)) continue;
      if (after.has(heir)) forwarding.set(path, heir);
      else await server.forget(path);
    }
    for (const [path, heir] of forwarding) {
      const to = after.has(path) ? null : source(heir);
      if (to !== null) await server.write(path, forwardingText(to));
      else forwarding.delete(path);
      if (to === null && !after.has(path)) await server.forget(path);
    }
  };
}

function forwardingText({ path, exports }: SourceFile): string {
  const specifier = JSON.stringify(`./${posix.basename(path)}`);
  const all = `export * from ${specifier};\n`;
  return exports.has("default") ? `${all}export { default } from ${specifier};\n` : all;
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
