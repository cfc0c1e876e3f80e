import type { Finding } from "../finding.ts";
import { none, type Attempt, type FileFix, type Fixer, type FixerAnswer } from "../fixer.ts";

/** The same fixers, which see findings of these files only and change no others, nor make or rename any. */
export function onlyTheseFiles(
  fixers: readonly Fixer[],
  paths: ReadonlySet<string>,
): readonly Fixer[] {
  return fixers.map((fixer) => ({
    ...fixer,
    propose: async (finding: Finding, context): Promise<FixerAnswer> => {
      if (!paths.has(finding.file)) return none("it is in a file that is not to be changed");
      const answer = await fixer.propose(finding, context);
      if (answer.kind === "none") return answer;
      const attempts = answer.attempts.filter((attempt) => staysIn(attempt, paths));
      return attempts.length === 0
        ? none("it could only be mended in a file that is not to be changed")
        : { kind: "attempts", attempts };
    },
  }));
}

function staysIn({ fixes }: Attempt, paths: ReadonlySet<string>): boolean {
  const isInside = (fix: FileFix) => fix.kind === "edit" && paths.has(fix.path);
  return fixes.every(isInside);
}
