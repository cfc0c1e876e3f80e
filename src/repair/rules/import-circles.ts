import { compareText } from "../../core/compare-text.ts";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { textPositions } from "../text-positions.ts";

/**
 * Files that import each other in a circle when the code runs: what is loaded first finds the other one empty. Types and
 * imports that wait for their turn do not count. One finding a circle, at the import that closes it, with its path.
 */
export function importCircles(project: Project): readonly Finding[] {
  const done = new Set<string>();
  const found: Finding[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (done.has(path)) return;
    for (const target of importedBy(project, path)) {
      const start = [...trail, path].indexOf(target);
      if (start === -1) visit(target, [...trail, path]);
      else found.push(circle(project, [...trail, path].slice(start)));
    }
    done.add(path);
  };
  for (const path of [...project.texts.keys()].toSorted(compareText)) visit(path, []);
  return found;
}

function importedBy(project: Project, path: string): readonly string[] {
  const targets = (project.source(path)?.sources ?? [])
    .filter(({ isType, kind }) => !isType && kind !== "dynamic")
    .map(({ value }) => project.resolve(path, value))
    .filter((target) => target !== null && target !== path && project.texts.has(target));
  return [...new Set(targets.filter((target) => target !== null))].toSorted(compareText);
}

function circle(project: Project, paths: readonly string[]): Finding {
  const [first = ""] = paths;
  const file = paths.at(-1) ?? first;
  const source = project.source(file);
  const place = source?.sources.find(({ value }) => project.resolve(file, value) === first);
  const start = place?.start ?? 0;
  const { line, character } = textPositions(source?.text ?? "").positionAt(start);
  return {
    code: "import/circle",
    file,
    start,
    end: place?.end ?? 0,
    line: line + 1,
    column: character + 1,
    message: `These files import each other: ${[...paths, first].join(" -> ")}`,
  };
}
