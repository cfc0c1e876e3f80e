import { expect, test } from "vitest";
import { tidyImports } from "../../../src/generate/entity-pages/tidy-imports.ts";

test("what is not used is left out, and each source has one statement", () => {
  const text = `import { b, a } from "@/lib/x";
import { useState } from "react";
import { type C, d } from "@/lib/x";
import type { E } from "@/lib/y";
import { unused, type Unused } from "@/lib/z";

export const f = [a, d] satisfies C<E>[];
`;
  expect(tidyImports(text)).toBe(`import { a, d, type C } from "@/lib/x";
import type { E } from "@/lib/y";

export const f = [a, d] satisfies C<E>[];
`);
});

test.each([
  ["a comment", "// Page\nexport {};"],
  ["a comment of several lines", "/**\n * Page\n */\nexport {};"],
  ["a text", 'export const a = "Page";'],
  ["words between tags", "export const a = <p>Page one</p>;"],
  ["a property", "export const a = b.Page;"],
])("a name in %s is no use", (_, body) => {
  expect(tidyImports(`import { Page } from "@/page";\n\n${body}\n`)).not.toContain("import");
});

test.each([
  ["an element", "export const a = <Page />;"],
  ["a type", "export const a = new Map<string, Page>();"],
  ["a template text", "export const a = `x${Page(1)}`;"],
  ["an attribute", "export const a = <p b={Page} />;"],
])("a name in %s is used", (_, body) => {
  expect(tidyImports(`import { Page } from "@/page";\n\n${body}\n`)).toContain("import { Page }");
});
