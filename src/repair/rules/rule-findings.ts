import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import type { SourceFile } from "../source-file.ts";
import { textPositions } from "../text-positions.ts";
import type { FileRule, RulePlace } from "./file-rule.ts";
import { brokenEntity } from "./broken-entity.ts";
import { conditionalHook } from "./conditional-hook.ts";
import { importCircles } from "./import-circles.ts";
import { inferableAny } from "./inferable-any.ts";
import { missingFile } from "./missing-file.ts";
import { missingKey } from "./missing-key.ts";
import { missingUseClient } from "./missing-use-client.ts";

/** Rules for which a file says everything. */
const ownRules: readonly FileRule[] = [missingKey, conditionalHook, inferableAny, brokenEntity];

/** Rules that look at the project around the file. */
const projectRules: readonly FileRule[] = [missingFile, missingUseClient];

/** What rules found in files for which nothing else counts; a text that changes makes another file. */
export type RuledFiles = WeakMap<SourceFile, readonly Finding[]>;

/** What the rules find in all files that can be read. `ruled`: what is known from other states of the project. */
export function ruleFindings(project: Project, ruled: RuledFiles): readonly Finding[] {
  const ofFiles = [...project.texts.keys()].flatMap((path) => {
    const source = project.source(path);
    if (source === null || !source.isParsed) return [];
    const own = ruled.get(source) ?? findBy(ownRules, { source, project });
    ruled.set(source, own);
    return [...own, ...findBy(projectRules, { source, project })];
  });
  return [...ofFiles, ...importCircles(project)];
}

function findBy(
  rules: readonly FileRule[],
  { source, project }: { readonly source: SourceFile; readonly project: Project },
): readonly Finding[] {
  return rules.flatMap((rule) =>
    rule.find(source, project).map((place) => placed(source, rule.code, place)),
  );
}

function placed({ path, text }: SourceFile, code: string, place: RulePlace): Finding {
  const { line, character } = textPositions(text).positionAt(place.start);
  return { ...place, code, file: path, line: line + 1, column: character + 1 };
}
