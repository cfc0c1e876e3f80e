import { expect, test } from "vitest";
import { testFixers, testReports, type FixerCase } from "../fixer-cases.ts";
import { mend, type Files } from "../mend.ts";

const shared: Files = {
  "src/other.ts": "export const square = 1;\n",
  "src/shapes.ts":
    "export interface Shape {\n  sides: number;\n}\n\nexport const square: Shape = { sides: 4 };\nexport default square;\n",
};

const cases: readonly FixerCase[] = [
  {
    name: "a type that is taken like a value",
    broken:
      'import { Shape } from "@/shapes";\n\nexport const a = (shape: Shape) => shape.sides;\n',
    mended:
      'import type { Shape } from "@/shapes";\n\nexport const a = (shape: Shape) => shape.sides;\n',
  },
  {
    name: "a value that is taken like a type",
    broken: 'import type { square } from "@/shapes";\n\nexport const a = square.sides;\n',
    mended: 'import { square } from "@/shapes";\n\nexport const a = square.sides;\n',
  },
  {
    name: "a name of an import that is misspelt wherever it is used",
    broken: 'import { sqaure } from "@/shapes";\n\nexport const a = [sqaure, { sqaure }];\n',
    mended:
      'import { square } from "@/shapes";\n\nexport const a = [square, { sqaure: square }];\n',
  },
  {
    name: "the same import twice",
    broken:
      'import { square } from "@/shapes";\nimport { square } from "@/shapes";\n\nexport const a = square;\n',
    mended: 'import { square } from "@/shapes";\n\nexport const a = square;\n',
  },
  {
    name: "the same key twice",
    broken: "export const a = { b: 1, c: 2, b: 1 };\n",
    mended: "export const a = { b: 1, c: 2 };\n",
  },
  {
    name: "the same attribute twice",
    broken: 'export const a = <p id="b" id="b">c</p>;\n',
    mended: 'export const a = <p id="b">c</p>;\n',
  },
  {
    name: "a bracket that is missing in a line",
    broken: "export function a(b: number {\n  return b;\n}\n",
    mended: "export function a(b: number) {\n  return b;\n}\n",
  },
  {
    name: "a comma that is missing in an object",
    broken: "export const a = {\n  b: 1\n  c: 2,\n};\n",
    mended: "export const a = {\n  b: 1,\n  c: 2,\n};\n",
  },
  {
    name: "a brace that is missing where the indent ends",
    broken: "export function a(b: boolean) {\n  if (b) {\n    return 1;\n  return 2;\n}\n",
    mended: "export function a(b: boolean) {\n  if (b) {\n    return 1;\n  }\n  return 2;\n}\n",
  },
  {
    name: "a brace that is missing where two blocks end",
    broken:
      "export const a = (list: number[]) => {\n  for (;;) {\n    const last = list.pop();\n    if (last !== 1) return last;\n};\n\nexport function b(c: () => void) {\n  c();\n}\n",
    mended:
      "export const a = (list: number[]) => {\n  for (;;) {\n    const last = list.pop();\n    if (last !== 1) return last;\n  }\n};\n\nexport function b(c: () => void) {\n  c();\n}\n",
  },
  {
    name: "a brace that is missing where an earlier one would do by its own indent",
    broken:
      "export class A {\n  go(list: number[]) {\n    try {\n      list.pop();\n    } finally {\n      list.push(1);\n    }\n}\n",
    mended:
      "export class A {\n  go(list: number[]) {\n    try {\n      list.pop();\n    } finally {\n      list.push(1);\n    }\n  }\n}\n",
  },
  {
    name: "a bracket of a list whose items are asked for at once",
    broken:
      'export const a = (\n  <ul>\n    {["b", "c".map((name) => (\n      <li key={name}>{name}</li>\n    ))}\n  </ul>\n);\n',
    mended:
      'export const a = (\n  <ul>\n    {["b", "c"].map((name) => (\n      <li key={name}>{name}</li>\n    ))}\n  </ul>\n);\n',
  },
  {
    name: "a bracket of a list that is said to be constant",
    broken: 'export const a = [\n  "b",\n  "c",\n as const;\n',
    mended: 'export const a = [\n  "b",\n  "c",\n] as const;\n',
  },
  {
    name: "a bracket behind a list that a function is called with, for another call",
    broken:
      'declare function each(names: string[]): (title: string, run: (name: string) => void) => void;\n\neach([\n  "b",\n]("c", (name) => {\n  name.trim();\n});\n',
    mended:
      'declare function each(names: string[]): (title: string, run: (name: string) => void) => void;\n\neach([\n  "b",\n])("c", (name) => {\n  name.trim();\n});\n',
  },
  {
    name: "a bracket of a list whose items are asked for in the next line",
    broken:
      'export const a = [..."bcd".matchAll(/./g)\n  .filter(([match]) => match === "c")\n  .map(({ index }) => index);\n',
    mended:
      'export const a = [..."bcd".matchAll(/./g)]\n  .filter(([match]) => match === "c")\n  .map(({ index }) => index);\n',
  },
  {
    name: "a bracket of one of several lists in a list",
    broken:
      'export const a = new Map<string, number>([\n  ["b", 1],\n  ["c", 2,\n  ["d", 3],\n]);\n',
    mended:
      'export const a = new Map<string, number>([\n  ["b", 1],\n  ["c", 2],\n  ["d", 3],\n]);\n',
  },
  {
    name: "a bracket of which only the sign behind it is left",
    broken:
      "export function a(b: boolean) {\n  if (b) {\n    return [\n      1,\n    ;\n  }\n  return [];\n}\n",
    mended:
      "export function a(b: boolean) {\n  if (b) {\n    return [\n      1,\n    ];\n  }\n  return [];\n}\n",
  },
  {
    name: "a brace too many",
    broken: "export function a() {\n  return 1;\n}\n}\n",
    mended: "export function a() {\n  return 1;\n}\n",
  },
  {
    name: "a brace too many far before the place where none is left open",
    broken:
      "export function a() {\n  function b() {\n    return 1;\n  }\n}\n\n  function c() {\n    return b();\n  }\n\n  return { c };\n}\n",
    mended:
      "export function a() {\n  function b() {\n    return 1;\n  }\n\n  function c() {\n    return b();\n  }\n\n  return { c };\n}\n",
  },
  {
    name: "a brace too many between functions, of which each could end there",
    broken:
      "function a(b: boolean) {\n  return b ? 1 : 2;\n}\n\nconst c = 3;\n\nfunction d() {\n  return a(true) + c;\n}\n}\n\nexport const e = d() + a(false) + c;\n",
    mended:
      "function a(b: boolean) {\n  return b ? 1 : 2;\n}\n\nconst c = 3;\n\nfunction d() {\n  return a(true) + c;\n}\n\nexport const e = d() + a(false) + c;\n",
  },
  {
    name: "a quote that is missing",
    broken: 'export const a = "b;\nexport const c = 1;\n',
    mended: 'export const a = "b";\nexport const c = 1;\n',
  },
  {
    name: "a tag that is not closed",
    broken: "export const a = (\n  <div>\n    <p>b</p>\n);\n",
    mended: "export const a = (\n  <div>\n    <p>b</p>\n  </div>\n);\n",
  },
  {
    name: "the tag of an inner element, where the parser misses that of the outer one",
    broken: "export const a = (\n  <div>\n    <p>b</p>\n    <div>\n      <p>c</p>\n  </div>\n);\n",
    mended:
      "export const a = (\n  <div>\n    <p>b</p>\n    <div>\n      <p>c</p>\n    </div>\n  </div>\n);\n",
  },
  {
    name: "the tag of an element whose opening tag takes several lines, in a fragment",
    broken:
      'export const a = (\n  <>\n    <p\n      id="b"\n      title="c"\n    >\n      d\n    <hr />\n  </>\n);\n',
    mended:
      'export const a = (\n  <>\n    <p\n      id="b"\n      title="c"\n    >\n      d\n    </p>\n    <hr />\n  </>\n);\n',
  },
  {
    name: "an empty element of HTML",
    broken: "export const a = (\n  <p>\n    b<br>c\n  </p>\n);\n",
    mended: "export const a = (\n  <p>\n    b<br />c\n  </p>\n);\n",
  },
  {
    name: "a closing tag that is misspelt",
    broken: "export const a = <div>b</dvi>;\n",
    mended: "export const a = <div>b</div>;\n",
  },
  {
    name: "a sign that must be written otherwise in an element",
    broken: "export const a = <p>b > c</p>;\n",
    mended: 'export const a = <p>b {">"} c</p>;\n',
  },
  {
    name: "an ending that must not be written",
    broken: 'import { square } from "./shapes.ts";\n\nexport const a = square;\n',
    mended: 'import { square } from "./shapes";\n\nexport const a = square;\n',
  },
];

testFixers({ shared, cases });

testReports({
  shared,
  cases: [
    {
      name: "the same name from two modules",
      code: 'import { square } from "@/shapes";\nimport { square } from "@/other";\n\nexport const a = square;\n',
      left: [
        ["TS2300", "two modules give square: which is meant is for people to decide"],
        ["TS2300", "two modules give square: which is meant is for people to decide"],
      ],
    },
  ],
});

test("an export that was forgotten is added where the name is", async () => {
  const { changed, left } = await mend({
    "src/a.ts": "const one = 1;\nexport const two = one + 1;\n",
    "src/b.ts": 'import { one } from "./a";\n\nexport const b = one;\n',
  });
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/a.ts": "export const one = 1;\nexport const two = one + 1;\n" });
});

test.for([
  ["renames it, and those that import it follow by themselves", "export const A"],
  ["that also keeps for itself what others take is renamed, and gives it", "const A"],
])("JSX in a .ts file %s", async ([, declared]) => {
  const { changed, left } = await mend({
    "src/a.ts": `${declared} = () => <p>a</p>;\n`,
    "src/b.tsx": 'import { A } from "./a";\n\nexport const b = <A />;\n',
  });
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/a.ts": null, "src/a.tsx": "export const A = () => <p>a</p>;\n" });
});

test("a package that we know is added to package.json, and says what is still to do", async () => {
  const { changed, left } = await mend({
    "src/a.ts": 'import { z } from "zod/missing";\n\nexport const a = z;\n',
  });
  expect(left.map(({ code, why }) => [code, why])).toEqual([
    ["TS2307", "zod 4.6.7 was added to package.json: run npm install"],
  ]);
  expect(Object.keys(changed)).toEqual(["package.json"]);
  expect(JSON.parse(changed["package.json"] ?? "")).toMatchObject({
    dependencies: { react: "19.3.1", zod: "4.6.7" },
  });
});

test("of two files of one name the one is meant from which nearly all others take it, if there is such a one", async () => {
  const user =
    'import type { Shape } from "./old/shapes";\n\nexport const a: Shape = { size: 1 };\n';
  const files: Files = {
    "src/parts/shapes.ts": "export interface Shape {\n  size: number;\n}\n",
    "src/lines/shapes.ts": "export interface Shape {\n  size: number;\n}\n",
    "src/lines/a.ts": user.replace("./old/", "./"),
    "src/broken.ts": user,
  };
  const users = ["b", "c", "d"].map((name) => [`src/${name}.ts`, user.replace("old", "parts")]);
  const { changed, left } = await mend({ ...files, ...Object.fromEntries(users) });
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/broken.ts": user.replace("old", "parts") });
  const unsure = await mend({ ...files, ...Object.fromEntries(users.slice(1)) });
  expect(unsure.left.map(({ why }) => why)).toEqual([
    "it could mean src/lines/shapes.ts or src/parts/shapes.ts",
  ]);
  expect(unsure.changed).toEqual({});
});

test("styles in another place are found, media too", async () => {
  const { changed, left } = await mend({
    "src/app.tsx":
      'import "./style/main.css";\nimport "./styles/prnit.css";\nimport logo from "./Logo.svg";\n\nexport const a = logo;\n',
    "src/styles/main.css": "",
    "src/styles/print.css": "",
    "src/assets/logo.svg": "<svg/>",
  });
  expect(left).toEqual([]);
  expect(changed).toEqual({
    "src/app.tsx":
      'import "./styles/main.css";\nimport "./styles/print.css";\nimport logo from "./assets/logo.svg";\n\nexport const a = logo;\n',
  });
});

test("files that import each other in a circle are reported with the path", async () => {
  const { left } = await mend({
    "src/a.ts": 'import { b } from "./b";\n\nexport const a = (): number => b();\n',
    "src/b.ts": 'import { c } from "./c";\n\nexport const b = (): number => c();\n',
    "src/c.ts": 'import { a } from "./a";\n\nexport const c = (): number => a();\n',
  });
  expect(left.map(({ code, file, message }) => [code, file, message])).toEqual([
    [
      "import/circle",
      "src/c.ts",
      "These files import each other: src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts",
    ],
  ]);
});

test("a project of Vite that does not know styles and media learns of them", async () => {
  const { changed, left } = await mend({
    "tsconfig.json": JSON.stringify({
      compilerOptions: { module: "esnext", moduleResolution: "bundler", types: [], noEmit: true },
      include: ["src"],
    }),
    "package.json": '{ "devDependencies": { "vite": "8.3.8" } }',
    "src/app.ts": 'import logo from "./logo.svg";\n\nexport const a = logo;\n',
    "src/logo.svg": "<svg/>",
  });
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/vite-env.d.ts": '/// <reference types="vite/client" />\n' });
});
