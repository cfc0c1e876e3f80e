import { readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../src/schema");

/** A file and everything of `src/schema` that it runs, types aside, by its path in that folder. */
async function reachedFrom(file: string, seen = new Set<string>()): Promise<ReadonlySet<string>> {
  seen.add(relative(root, file));
  const text = await readFile(file, "utf8");
  const imports = text.matchAll(/^import (?!type)[^;]*? from "(\.[^"]+)";/gm);
  for (const [, path = ""] of imports) {
    const next = join(dirname(file), path);
    if (next.startsWith(root) && !seen.has(relative(root, next))) await reachedFrom(next, seen);
  }
  return seen;
}

describe("what proves the policies", () => {
  it.each(["matrix/oracle.ts", "matrix/member-rows.ts", "truth-table/rule-condition.ts"])(
    "%s reads the rules without the policy compiler",
    async (file) => {
      const reached = await reachedFrom(join(root, file));
      expect([...reached]).toContain(file);
      expect([...reached]).not.toContain("membership.ts");
      expect([...reached]).not.toContain("state/membership-sets.ts");
      expect([...reached]).not.toContain("state/rule-coverage.ts");
    },
  );
});
