import type { ProjectChecker } from "../../src/repair/check-project.ts";
import type { LanguageServer } from "../../src/repair/language-server.ts";
import { createProject, type ProjectFacts } from "../../src/repair/project.ts";
import { applyEdits, overlaps, type TextEdit } from "../../src/repair/text-edit.ts";

interface ActionsInput {
  readonly facts: ProjectFacts;
  readonly texts: ReadonlyMap<string, string>;
  readonly server: LanguageServer;
  readonly checker: ProjectChecker;
}

/** What the compiler's own code actions make of a project: all fixes, then the first quick fix of each finding, then unused imports. */
export async function withTscActions(input: ActionsInput): Promise<ReadonlyMap<string, string>> {
  const { facts, server, checker } = input;
  let { texts } = input;
  for (let round = 0; round < 3; round += 1) {
    const findings = await checker.findings(createProject(facts, texts, checker.parsed));
    const compiled = findings.filter(({ code }) => code.startsWith("TS"));
    if (compiled.length === 0) return texts;
    const next = new Map(texts);
    for (const file of new Set(compiled.map((found) => found.file))) {
      const edits: TextEdit[] = [...(await server.wholeFile(file, "source.fixAll"))];
      for (const found of compiled.filter((other) => other.file === file)) {
        const [action] = await server.quickFixes(found);
        if (action !== undefined && !overlaps(action.edits, edits)) edits.push(...action.edits);
      }
      if (edits.length === 0)
        edits.push(...(await server.wholeFile(file, "source.removeUnusedImports")));
      next.set(file, applyEdits(texts.get(file) ?? "", edits));
    }
    // What changes nothing now would change nothing in the next round.
    if ([...next].every(([path, text]) => texts.get(path) === text)) return texts;
    texts = next;
  }
  return texts;
}
