import fc from "fast-check";
import { expect, test } from "vitest";
import { createProjectPackagesGate } from "../../../src/gates/packages/packages-gate.ts";
import { chanceNames, knownNames } from "../../../src/gates/packages/known-names.ts";
import { lookAlike } from "../../../src/gates/packages/look-alike.ts";
import { CodeIndexReader } from "../../../src/workspace/code-index/code-index.ts";
import { scan, shortly } from "./scan-fixture.ts";

const gate = createProjectPackagesGate(new CodeIndexReader(), { asksRegistry: false });

type Names = Readonly<Record<string, string>>;

interface Sample {
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly locked?: Readonly<Record<string, unknown>>;
  readonly files?: Names;
}

/** A project whose lock file has what it declares. */
function sample({
  dependencies = {},
  devDependencies = {},
  fields = {},
  locked = {},
  files = {},
}: Sample) {
  const declared = { dependencies, devDependencies };
  const packages = Object.fromEntries(
    Object.entries({ ...devDependencies, ...dependencies }).map(([name, version]) => [
      `node_modules/${name}`,
      { version },
    ]),
  );
  return {
    "package.json": JSON.stringify({ name: "sample", ...declared, ...fields }),
    "package-lock.json": JSON.stringify({
      lockfileVersion: 3,
      packages: { "": declared, ...packages, ...locked },
    }),
    ...files,
  };
}

test("packages that are declared, locked and used have no finding", async () => {
  const result = await scan(
    gate,
    sample({
      dependencies: { react: "19.3.1", "react-dom": "19.3.1", tailwindcss: "4.3.3" },
      devDependencies: {
        "@types/node": "24.0.0",
        "@types/react": "19.3.0",
        "@testing-library/dom": "10.4.2",
        "@testing-library/react": "16.3.3",
        "happy-dom": "21.0.4",
        prettier: "3.0.0",
        typescript: "7.0.2",
        vite: "8.3.8",
        "some-cli": "1.0.0",
      },
      fields: { scripts: { dev: "vite", format: "some --write" }, prettier: { semi: false } },
      locked: {
        "node_modules/some-cli": { version: "1.0.0", bin: { some: "cli.js" } },
        "node_modules/@testing-library/react": {
          version: "16.3.3",
          peerDependencies: { "@testing-library/dom": "^10.0.0" },
        },
      },
      files: {
        "src/app.tsx":
          'import { createRoot } from "react-dom/client";\nimport "./app.css";\ncreateRoot;\n',
        "src/app.css": '@import "tailwindcss";\n',
        "src/app.test.tsx": 'import { render } from "@testing-library/react";\nrender;\n',
        "vite.config.ts":
          'import { readFile } from "fs/promises";\nreadFile;\nexport default { test: { environment: "happy-dom" } };\n',
      },
    }),
  );
  expect(shortly(result)).toEqual([]);
  expect(result.summary).toBe("12 declared, 12 locked, all known and used");
});

test("a package that is imported and not declared, at its first import", async () => {
  const result = await scan(
    gate,
    sample({
      locked: { "node_modules/zod": { version: "4.0.0" } },
      files: { "src/a.ts": '\nimport { z } from "zod/mini";\nz;\n', "src/b.ts": 'import "zod";\n' },
    }),
  );
  expect(shortly(result)).toEqual(["packages/unknown src/a.ts zod"]);
  expect(result.outcome).toBe("failed");
  expect(result.diagnostics[0]?.subject).toMatchObject({ line: 2, column: 19 });
  expect(result.diagnostics[0]?.message).toContain("only because another package needs it");
});

test("what is only loaded late may be missing, and is a warning", async () => {
  const late = { "src/a.ts": 'export const a = () => import("kerberos");\n' };
  const result = await scan(gate, sample({ files: late }));
  expect(result).toMatchObject({ outcome: "passed", diagnostics: [{ severity: "warning" }] });
  const both = { ...late, "src/b.ts": 'import "kerberos";\n' };
  expect(shortly(await scan(gate, sample({ files: both })))).toEqual([
    "packages/unknown src/b.ts kerberos",
  ]);
});

test.each([
  ["Node itself", 'import fs from "fs";\nimport { join } from "node:path";\n', {}],
  ["a name of the bundler", 'import x from "virtual:pages";\nimport y from "~icons/a";\n', {}],
  [
    "an alias of the bundler",
    'import { a } from "lib/a";\n',
    { "vite.config.ts": "export default {\n  resolve: { alias: { lib: '/src/lib' } },\n};\n" },
  ],
  [
    "a declared module",
    'import a from "wonder";\n',
    { "src/x.d.ts": 'declare module "wonder";\n' },
  ],
  ["the project by its own name", 'import a from "sample";\n', {}],
  ["words in a test", 'const code = \'import x from "zod"; import("zod")\';\n', {}],
  ["code that is not finished", 'import { z } from "zod"\nconst = ;\n', {}],
])("%s is no unknown package", async (_, text, more) => {
  const result = await scan(gate, sample({ files: { "src/a.ts": text, ...more } }));
  expect(shortly(result)).toEqual([]);
});

test("code that another runtime runs has packages of its own", async () => {
  const files = {
    "supabase/functions/hi/index.ts": 'import { Hono } from "hono";\nimport "npm:zod@4";\nHono;\n',
  };
  expect(shortly(await scan(gate, sample({ files })))).toEqual([]);
});

test("a package that nothing uses", async () => {
  const result = await scan(
    gate,
    sample({ dependencies: { dayjs: "1.0.0" }, files: { "README.md": "We like dayjs.\n" } }),
  );
  expect(shortly(result)).toEqual(["packages/unused package.json dayjs"]);
  expect(result).toMatchObject({ outcome: "passed", diagnostics: [{ severity: "warning" }] });
});

test("names that are made to be mistaken for others, declared and imported", async () => {
  const result = await scan(
    gate,
    sample({
      dependencies: { expres: "1.0.0" },
      files: { "src/a.ts": 'import "expres";\nimport "loadash";\n' },
    }),
  );
  expect(shortly(result)).toEqual([
    "packages/look-alike package.json expres",
    "packages/look-alike src/a.ts loadash",
  ]);
  // Whoever declared a package may have meant it.
  expect(result.diagnostics.map(({ severity }) => severity)).toEqual(["warning", "error"]);
});

test.each([
  ["reactt", "react"],
  ["raect", "react"],
  ["tanstack-react-query", "@tanstack/react-query"],
  ["@supabse/supabase-js", "@supabase/supabase-js"],
  ["react_dom", "react-dom"],
  ["react", null],
  ["preact", null],
  ["echarts", null],
  ["@acme/react", null],
  ["@supabase/lite", null],
  ["pgg", null],
  ["something-else", null],
])("%s looks like %s", (name, known) => {
  expect(lookAlike(name)).toBe(known);
});

test("every name that is one slip away from a long well-known one is noticed", () => {
  const long = [...knownNames].filter((name) => /^[a-z-]{7,}$/.test(name));
  const slip = fc.tuple(
    fc.constantFrom(...long),
    fc.nat(),
    fc.constantFrom("swap", "drop", "double"),
  );
  fc.assert(
    fc.property(slip, ([name, at, kind]) => {
      const place = at % (name.length - 1);
      const [before, one, two, after] = [
        name.slice(0, place),
        name.charAt(place),
        name.charAt(place + 1),
        name.slice(place + 2),
      ];
      const slipped = { swap: two + one, drop: two, double: one + one + two }[kind];
      const wrong = `${before}${slipped}${after}`;
      const isReal = knownNames.has(wrong) || chanceNames.has(wrong);
      expect(lookAlike(wrong) !== null).toBe(!isReal);
    }),
  );
});

test("versions that are open without a lock file", async () => {
  const declared = { dependencies: { react: "^19.0.0", zod: "4.0.0" } };
  const files = { "src/a.ts": 'import "react";\nimport "zod";\n' };
  const open = await scan(gate, { "package.json": JSON.stringify(declared), ...files });
  expect(shortly(open)).toEqual(["packages/no-lock package.json"]);
  expect(open.diagnostics[0]?.message).toContain("react may be another version");
  const other = { "package.json": JSON.stringify(declared), "pnpm-lock.yaml": "", ...files };
  expect(shortly(await scan(gate, other))).toEqual([]);
});

test("a lock file that does not have what package.json wants, or cannot be read", async () => {
  const files = { "src/a.ts": 'import "zod";\n' };
  const wanted = sample({ dependencies: { zod: "4.0.0" }, files });
  const older = sample({ dependencies: { zod: "3.0.0" } })["package-lock.json"];
  const stale = await scan(gate, { ...wanted, "package-lock.json": older });
  expect(shortly(stale)).toEqual(["packages/stale-lock package-lock.json"]);
  expect(stale.outcome).toBe("failed");
  const broken = await scan(gate, { ...wanted, "package-lock.json": "<<<<<<<" });
  expect(shortly(broken)).toEqual(["packages/lock-broken package-lock.json"]);
});

test("scripts that run at the installation, unless somebody looked at them", async () => {
  const locked = { "node_modules/native": { version: "1.0.0", hasInstallScript: true } };
  const found = await scan(gate, sample({ locked }));
  expect(shortly(found)).toEqual(["packages/install-script package-lock.json native"]);
  for (const fields of [
    { allowScripts: { "native@1.0.0": true } },
    { allowScripts: { native: false } },
    { trustedDependencies: ["native"] },
    { pnpm: { onlyBuiltDependencies: ["native"] } },
  ]) {
    expect(shortly(await scan(gate, sample({ locked, fields })))).toEqual([]);
  }
});

test.each([
  ["github:somebody/zod", true],
  ["git+https://name:secret@example.com/zod.git", true],
  ["https://example.com/zod.tgz", true],
  ["somebody/zod#main", true],
  ["file:../zod", true],
  ["file:./vendor/zod", false],
  ["workspace:*", false],
  ["npm:@acme/zod@4.0.0", false],
])("zod from %s", async (version, isFound) => {
  const files = { "src/a.ts": 'import "zod";\n' };
  const result = await scan(gate, sample({ dependencies: { zod: version }, files }));
  expect(shortly(result)).toEqual(isFound ? ["packages/source package.json zod"] : []);
  expect(JSON.stringify(result)).not.toContain("secret");
});

test("a folder without package.json is skipped, one that is broken is not", async () => {
  const broken = await scan(gate, { "package.json": "{", "src/a.ts": "" });
  expect(shortly(broken)).toEqual(["packages/manifest package.json"]);
});
