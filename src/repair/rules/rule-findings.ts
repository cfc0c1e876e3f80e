import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import type { SourceFile } from "../source-file.ts";
import { textPositions } from "../text-positions.ts";
import type { FileRule, RulePlace } from "./file-rule.ts";
import { conditionalHook } from "./conditional-hook.ts";
import { importCircles } from "./import-circles.ts";
import { missingFile } from "./missing-file.ts";
import { missingKey } from "./missing-key.ts";
import { missingUseClient } from "./missing-use-client.ts";

const fileRules: readonly FileRule[] = [missingFile, missingKey, conditionalHook, missingUseClient];

/** What the rules find in all files that can be read. */
export function ruleFindings(project: Project): readonly Finding[] {
  const ofFiles = [...project.texts.keys()].flatMap((path) => {
    const source = project.source(path);
    if (source === null || !source.isParsed) return [];
    return fileRules.flatMap((rule) =>
      rule.find(source, project).map((place) => placed(source, rule.code, place)),
    );
  });
  return [...ofFiles, ...importCircles(project)];
}

function placed({ path, text }: SourceFile, code: string, place: RulePlace): Finding {
  const { line, character } = textPositions(text).positionAt(place.start);
  return { ...place, code, file: path, line: line + 1, column: character + 1 };
}
