import fc from "fast-check";
import { expect, test } from "vitest";
import { refuseCheats } from "../../src/repair/refuse-cheats.ts";

const honest = "export function price(cents: number): string {\n  return String(cents / 100);\n}\n";

function refusals(before: string, after: string | null, file = "src/price.ts"): readonly string[] {
  const found = refuseCheats({
    before: new Map([[file, before]]),
    after: after === null ? new Map() : new Map([[file, after]]),
  });
  return found.map(({ message }) => message);
}

interface Cheat {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly message: string;
  readonly file?: string;
}

const suite = 'test("a", () => {\n  expect(price(1)).toBe("0.01");\n});\n';

const cheats: readonly Cheat[] = [
  {
    name: "any",
    before: honest,
    after: honest.replace("number", "any"),
    message: "It adds the type any",
  },
  {
    name: "a cast",
    before: "export const a = b;\n",
    after: "export const a = b as string;\n",
    message: "It adds a cast that nothing proves",
  },
  {
    name: "a comment for the compiler",
    before: honest,
    after: `// @ts-ignore\n${honest}`,
    message: "It adds a comment that switches a check off",
  },
  {
    name: "a comment for the linter",
    before: honest,
    after: `/* eslint-disable */\n${honest}`,
    message: "It adds a comment that switches a check off",
  },
  {
    name: "an unproven !",
    before: "export const a = b.c;\n",
    after: "export const a = b!.c;\n",
    message: "It adds a ! that nothing proves",
  },
  {
    name: "an empty catch",
    before: "export const a = 1;\nf();\n",
    after: "export const a = 1;\ntry {\n  f();\n} catch {}\n",
    message: "It adds a catch that swallows errors",
  },
  {
    name: "a test less",
    before: suite,
    after: "",
    message: "It takes away a test",
    file: "src/price.test.ts",
  },
  {
    name: "an assertion less",
    before: suite,
    after: 'test("a", () => {\n  price(1);\n});\n',
    message: "It takes away an assertion",
    file: "src/price.test.ts",
  },
  {
    name: "an assertion about nothing",
    before: suite,
    after: 'test("a", () => {\n  expect(true).toBe(true);\n});\n',
    message: "It adds an assertion about a constant",
    file: "src/price.test.ts",
  },
  {
    name: "a test passed over",
    before: suite,
    after: suite.replace("test(", "test.skip("),
    message: "It adds a test that is passed over",
    file: "src/price.test.ts",
  },
  {
    name: "a feature less",
    before: honest,
    after: "export const other = 1;\n",
    message: "It takes away the export price",
  },
  {
    name: "an error that nobody throws",
    before: "export const a = 1;\nif (a) throw new Error();\n",
    after: "export const a = 1;\n",
    message: "It takes away a throw",
  },
  {
    name: "a policy less",
    before: "create policy a on t for select using (owner = auth.uid());",
    after: "select 1;",
    message: "It takes away a policy",
    file: "supabase/migrations/1.sql",
  },
  {
    name: "a policy for everybody",
    before: "create policy a on t for select using (owner = auth.uid());",
    after: "create policy a on t for select using (true);",
    message: "It adds a condition that is always true",
    file: "supabase/migrations/1.sql",
  },
  {
    name: "row level security less",
    before: "alter table t enable row level security;",
    after: "alter table t disable row level security;",
    message: "It adds a table without row level security",
    file: "supabase/migrations/1.sql",
  },
  {
    name: "looser settings",
    before: '{ "compilerOptions": { "strict": true } }',
    after: '{ "compilerOptions": {} }',
    message: "It changes tsconfig.json, which says what is checked",
    file: "tsconfig.json",
  },
  {
    name: "a test script that does nothing",
    before: '{ "scripts": { "test": "vitest run" } }',
    after: '{ "scripts": { "test": "true" } }',
    message: "It changes scripts of package.json",
    file: "package.json",
  },
  {
    name: "another version of a package",
    before: '{ "dependencies": { "a": "1.0.0" } }',
    after: '{ "dependencies": { "a": "2.0.0" } }',
    message: "It changes dependencies of package.json",
    file: "package.json",
  },
  {
    name: "any in a file that could not be parsed",
    before: "export const a: string = (1;\n",
    after: "export const a: any = (1);\n",
    message: "It adds the type any",
  },
];

test.for(cheats)("refuses $name", ({ before, after, message, file }) => {
  expect(refusals(before, after, file)).toContain(message);
});

test("refuses a deleted test file", () => {
  expect(refusals(suite, null, "src/price.test.ts")).toEqual([
    "It takes away a test",
    "It takes away an assertion",
  ]);
});

test.for([
  ["a file as it is", honest, honest],
  ["a const assertion", "export const a = [1];\n", "export const a = [1] as const;\n"],
  ["one cast less", "export const a = b as string;\n", "export const a = b;\n"],
  [
    "a bracket that was missing before a cast",
    "export const a = (b as string;\n",
    "export const a = (b as string);\n",
  ],
] as const)("lets pass %s", ([, before, after]) => {
  expect(refusals(before, after)).toEqual([]);
});

test("lets pass what moves from one file to another, and a package that is added", () => {
  const moved = refuseCheats({
    before: new Map([
      ["src/a.ts", honest],
      ["src/b.ts", "export const b = 1;\n"],
      ["package.json", '{ "dependencies": {} }'],
    ]),
    after: new Map([
      ["src/b.ts", `export const b = 1;\n${honest}`],
      ["package.json", '{ "dependencies": { "zod": "4.6.7" } }'],
    ]),
  });
  expect(moved).toEqual([]);
});

test("law: what is worse one way round is no worse the other, except where nothing may change", () => {
  const counted = cheats.filter(({ file = "" }) => !file.endsWith(".json"));
  fc.assert(
    fc.property(fc.constantFrom(...counted), ({ before, after, file }) => {
      const back = refusals(after, before, file);
      expect(refusals(before, after, file).filter((message) => back.includes(message))).toEqual([]);
    }),
  );
});
