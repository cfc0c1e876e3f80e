import { expect, test } from "vitest";
import { testFixers, testReports, type FixerCase } from "../fixer-cases.ts";
import { mend, type Files } from "../mend.ts";

const shared: Files = {
  "src/badge.tsx":
    'interface BadgeProps {\n  label: string;\n  tone?: string;\n}\n\nexport function Badge({ label, tone = "plain" }: BadgeProps) {\n  return <p className={tone}>{label}</p>;\n}\n',
  "src/prices.ts":
    'export const prices = { tea: 1, milk: 2 };\n\nexport const all: any[] = [JSON.parse("1")];\n',
};

const cases: readonly FixerCase[] = [
  {
    name: "a constant whose type is any although it begins with a text",
    broken: 'export const name: any = "a";\n',
    mended: 'export const name: string = "a";\n',
  },
  {
    name: "a parameter whose type is any although every call gives a number",
    broken:
      "function double(count: any) {\n  return count * 2;\n}\n\nexport const a = [double(1), double(2)];\n",
    mended:
      "function double(count: number) {\n  return count * 2;\n}\n\nexport const a = [double(1), double(2)];\n",
  },
  {
    name: "keys that are listed to look up values",
    broken:
      'import { prices } from "@/prices";\n\nexport const a = Object.keys(prices).map((key) => `${key}: ${prices[key]}`);\n',
    mended:
      'import { prices } from "@/prices";\n\nexport const a = Object.entries(prices).map(([key, value]) => `${key}: ${value}`);\n',
  },
  {
    name: "keys that are listed for nothing but their values",
    broken:
      'import { prices } from "@/prices";\n\nexport const a = Object.keys(prices).map((key) => prices[key]);\n',
    mended:
      'import { prices } from "@/prices";\n\nexport const a = Object.values(prices).map((value) => value);\n',
  },
  {
    name: "a key that all callers know",
    broken:
      'import { prices } from "@/prices";\n\nfunction priceOf(name: string) {\n  return prices[name];\n}\n\nexport const a = [priceOf("tea"), priceOf("milk")];\n',
    mended:
      'import { prices } from "@/prices";\n\nfunction priceOf(name: keyof typeof prices) {\n  return prices[name];\n}\n\nexport const a = [priceOf("tea"), priceOf("milk")];\n',
  },
  {
    name: "an attribute for which the component has a value of its own",
    broken:
      'function Card({ title, tone = "plain" }: { title: string; tone: string }) {\n  return <p className={tone}>{title}</p>;\n}\n\nexport const a = <Card title="b" />;\n',
    mended:
      'function Card({ title, tone = "plain" }: { title: string; tone?: string }) {\n  return <p className={tone}>{title}</p>;\n}\n\nexport const a = <Card title="b" />;\n',
  },
  {
    name: "quotes in an attribute",
    broken: 'export const a = <p title="so \\"b\\" c">d</p>;\n',
    mended: 'export const a = <p title={"so \\"b\\" c"}>d</p>;\n',
  },
  {
    name: "a sign in an element that begins tags",
    broken: "export const a = <p>b < c</p>;\n",
    mended: 'export const a = <p>b {"<"} c</p>;\n',
  },
  {
    name: "a sign by name without its semicolon",
    broken: "export const a = <p>b&nbsp c &amp; d</p>;\n",
    mended: "export const a = <p>b&nbsp; c &amp; d</p>;\n",
  },
];

testFixers({ shared, cases });

testReports({
  shared,
  cases: [
    {
      name: "a key that one caller does not know",
      code: 'import { prices } from "@/prices";\n\nfunction priceOf(name: string) {\n  return prices[name];\n}\n\nexport const a = [priceOf("tea"), priceOf(location.hash)];\n',
      left: [["TS7053", "the fix of sure-index was undone: it left as many errors or more"]],
    },
    {
      name: "an attribute that nobody has a value for",
      code: "function Card({ title }: { title: string }) {\n  return <p>{title}</p>;\n}\n\nexport const a = <Card />;\n",
      left: [["TS2741", "title is missing, and a value of that name is not at hand"]],
    },
  ],
});

test("an attribute of a component in another file becomes optional there", async () => {
  const badge = shared["src/badge.tsx"] ?? "";
  const { changed, left } = await mend({
    "src/badge.tsx": badge.replace("tone?:", "tone:"),
    "src/a.tsx": 'import { Badge } from "./badge";\n\nexport const a = <Badge label="b" />;\n',
  });
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/badge.tsx": badge });
});

test("those that name the ending of a file with JSX follow it", async () => {
  const settings = {
    module: "esnext",
    moduleResolution: "bundler",
    jsx: "react-jsx",
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
  };
  const { changed, left } = await mend({
    "tsconfig.json": JSON.stringify({ compilerOptions: settings, include: ["src"] }),
    "src/a.ts": "export const A = () => <p>a</p>;\n",
    "src/b.tsx": 'import { A } from "./a.ts";\n\nexport const b = <A />;\n',
    "src/c.tsx": 'import { b } from "./b.tsx";\n\nexport const c = b;\n',
  });
  expect(left).toEqual([]);
  expect(changed).toEqual({
    "src/a.ts": null,
    "src/a.tsx": "export const A = () => <p>a</p>;\n",
    "src/b.tsx": 'import { A } from "./a.tsx";\n\nexport const b = <A />;\n',
  });
});

const next: Files = {
  "package.json": '{ "dependencies": { "next": "16.0.0", "react": "19.3.1" } }',
};
const counter =
  'import { useState } from "react";\n\nexport function Counter() {\n  const [count] = useState(0);\n  return <p>{count}</p>;\n}\n';

test("state in Next.js says that it belongs to the browser, once, and those that import it stay", async () => {
  const page = 'import { Counter } from "./counter";\n\nexport const page = () => <Counter />;\n';
  const files = { ...next, "src/app/page.tsx": page, "src/app/counter.tsx": counter };
  const { changed, left } = await mend(files);
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/app/counter.tsx": `"use client";\n\n${counter}` });
  const again = await mend({ ...files, "src/app/counter.tsx": `"use client";\n\n${counter}` });
  expect(again).toMatchObject({ before: [], changed: {} });
});

test("a file of Next.js with state and what only a server can give is reported", async () => {
  const both = `${counter}\nexport const metadata = { title: "a" };\n`;
  const { changed, left } = await mend({ ...next, "src/app/page.tsx": both });
  expect(changed).toEqual({});
  expect(left.map(({ code, why }) => [code, why])).toEqual([
    [
      "next/missing-use-client",
      "it also exports metadata, which only a server can: it must be two files",
    ],
  ]);
});
