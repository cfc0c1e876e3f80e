import { expect, test } from "vitest";
import { testFixers, testReports, type FixerCase } from "../fixer-cases.ts";
import { mend, type Files } from "../mend.ts";

const shared: Files = {
  "src/kinds.ts":
    'export type Icon = string | null;\n\nexport interface Entry {\n  icon: string | null;\n  label: string;\n}\n\nexport const show = (icon: Icon): string => icon ?? "";\nexport const list = async (): Promise<readonly number[]> => [1];\n',
};

/** What the compiler finds somewhere else than where the fault is. */
const cases: readonly FixerCase[] = [
  {
    name: "undefined where a type with a name holds null",
    broken:
      'import { show } from "@/kinds";\n\nexport const a = (icons: string[]) => show(icons[0]);\n',
    mended:
      'import { show } from "@/kinds";\n\nexport const a = (icons: string[]) => show(icons[0] ?? null);\n',
  },
  {
    name: "undefined in the items of a list",
    broken:
      'import type { Icon } from "@/kinds";\n\nexport const a = (rows: string[][]): Icon[] => rows.map((row) => row[0]);\n',
    mended:
      'import type { Icon } from "@/kinds";\n\nexport const a = (rows: string[][]): Icon[] => rows.map((row) => row[0] ?? null);\n',
  },
  {
    name: "undefined in a property of the items",
    broken:
      'import type { Entry } from "@/kinds";\n\nexport function a(rows: string[][]): Entry[] {\n  return rows.map((row) => ({ label: "b", icon: row[0] }));\n}\n',
    mended:
      'import type { Entry } from "@/kinds";\n\nexport function a(rows: string[][]): Entry[] {\n  return rows.map((row) => ({ label: "b", icon: row[0] ?? null }));\n}\n',
  },
  {
    name: "undefined in a property of an object that is made before",
    broken:
      'import type { Entry } from "@/kinds";\n\nexport function a(icons: string[]): { entry: Entry } {\n  const entry = { label: "b", icon: icons[0] };\n  return { entry };\n}\n',
    mended:
      'import type { Entry } from "@/kinds";\n\nexport function a(icons: string[]): { entry: Entry } {\n  const entry = { label: "b", icon: icons[0] ?? null };\n  return { entry };\n}\n',
  },
  {
    name: "a comparison with null that proves nothing",
    broken:
      'export function a(icons: string[]): string {\n  const icon = icons[0];\n  if (icon === null) return "";\n  return icon;\n}\n',
    mended:
      'export function a(icons: string[]): string {\n  const icon = icons[0] ?? null;\n  if (icon === null) return "";\n  return icon;\n}\n',
  },
  {
    name: "a property that the object lacks of which a variable is made",
    broken:
      "interface Work {\n  name: string;\n  size: number;\n}\ndeclare function run(work: Work): void;\n\nexport function a(name: string, size: number) {\n  const work = { name };\n  run(work);\n}\n",
    mended:
      "interface Work {\n  name: string;\n  size: number;\n}\ndeclare function run(work: Work): void;\n\nexport function a(name: string, size: number) {\n  const work = { name, size };\n  run(work);\n}\n",
  },
  {
    name: "a property that an inner function does not give back",
    broken:
      'import type { Entry } from "@/kinds";\n\nconst run = <T,>(work: () => T): T => work();\n\nexport function a(icon: string | null): Entry {\n  return run(() => {\n    const label = String(icon);\n    if (label === "b") return { icon, label };\n    return { label };\n  });\n}\n',
    mended:
      'import type { Entry } from "@/kinds";\n\nconst run = <T,>(work: () => T): T => work();\n\nexport function a(icon: string | null): Entry {\n  return run(() => {\n    const label = String(icon);\n    if (label === "b") return { icon, label };\n    return { label, icon };\n  });\n}\n',
  },
  {
    name: "a property that the function before does not hand on, in a type too long to be shown",
    broken:
      "const rows: ({ partsOfEveryEntryThatIsKept: readonly (Readonly<{ kind: 1; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 2; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 3; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }>)[]; othersOfEveryEntryThatIsKept: readonly (Readonly<{ kind: 1; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 2; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 3; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }>)[]; wholesOfEveryEntryThatIsKept: readonly (Readonly<{ kind: 1; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 2; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 3; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }>)[] })[] = [];\n\nexport const a = [rows]\n  .map((entries) => {\n    const size = entries.length;\n    return { entries };\n  })\n  .filter(({ entries, size }) => size === entries.length);\n",
    mended:
      "const rows: ({ partsOfEveryEntryThatIsKept: readonly (Readonly<{ kind: 1; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 2; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 3; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }>)[]; othersOfEveryEntryThatIsKept: readonly (Readonly<{ kind: 1; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 2; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 3; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }>)[]; wholesOfEveryEntryThatIsKept: readonly (Readonly<{ kind: 1; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 2; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }> | Readonly<{ kind: 3; nameOfTheFirst: string | null; nameOfTheSecond: string | null; titleOfTheFirst: string | null; titleOfTheSecond: string | null }>)[] })[] = [];\n\nexport const a = [rows]\n  .map((entries) => {\n    const size = entries.length;\n    return { entries, size };\n  })\n  .filter(({ entries, size }) => size === entries.length);\n",
  },
  {
    name: "a promise whose items are wanted",
    broken: 'import { list } from "@/kinds";\n\nexport const a = async () => [...list(), 2];\n',
    mended:
      'import { list } from "@/kinds";\n\nexport const a = async () => [...await list(), 2];\n',
  },
  {
    name: "a parameter that is handed on to a function with types",
    broken:
      'import { useCallback } from "react";\n\nexport const useKey = () => useCallback((event) => isEnter(event), []);\n\nfunction isEnter(event: KeyboardEvent): boolean {\n  return event.key === "Enter";\n}\n',
    mended:
      'import { useCallback } from "react";\n\nexport const useKey = () => useCallback((event: KeyboardEvent) => isEnter(event), []);\n\nfunction isEnter(event: KeyboardEvent): boolean {\n  return event.key === "Enter";\n}\n',
  },
  {
    name: "a reference to what is null at first",
    broken:
      'import { useRef } from "react";\n\nexport const useName = () => useRef<string | null>();\n',
    mended:
      'import { useRef } from "react";\n\nexport const useName = () => useRef<string | null>(null);\n',
  },
  {
    name: "a bracket that could stand in two places, of which one has the wrong type",
    broken:
      'const wrap = (text: string) => ({ size: text.length });\nconst trim = (text: string) => text.trim();\n\nexport const a = wrap(trim("b").size;\n',
    mended:
      'const wrap = (text: string) => ({ size: text.length });\nconst trim = (text: string) => text.trim();\n\nexport const a = wrap(trim("b")).size;\n',
  },
  {
    name: "a bracket that is missed lines below",
    broken:
      'const start = (command: string[], options: { cwd: string }) => [command, options];\n\nexport const a = start(["b", "c", {\n  cwd: "/",\n});\n',
    mended:
      'const start = (command: string[], options: { cwd: string }) => [command, options];\n\nexport const a = start(["b", "c"], {\n  cwd: "/",\n});\n',
  },
];

testFixers({ shared, cases });

testReports({
  shared,
  cases: [
    {
      name: "a property that nobody has a value for",
      code: 'const rows = [{ id: 1 }];\n\nexport const a = rows.map(({ id }) => ({ id }))[0]?.title ?? "";\n',
      left: [["TS2339", "the type has nothing that is called title or nearly so"]],
    },
  ],
});

test("a property that a function in another file forgot to give back is given back there", async () => {
  const player =
    "export function usePlayer(isMuted: boolean) {\n  const volume = 1;\n  return { volume, isMuted };\n}\n";
  const { changed, left } = await mend({
    "src/player.ts": player.replace(", isMuted }", " }"),
    "src/a.tsx":
      'import { usePlayer } from "./player";\n\nexport function A() {\n  const { isMuted, volume } = usePlayer(true);\n  return <p hidden={isMuted}>{volume}</p>;\n}\n',
  });
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/player.ts": player });
});

test.for([
  [
    "imported when it is needed",
    'const { sum } = await import("@/sums");\n\nexport const a = sum(1);\n',
  ],
  ["taken as a whole", 'import * as sums from "./sums";\n\nexport const a = sums.sum(1);\n'],
])(
  "a name that a module keeps for itself is given away where the module is %s",
  async ([, user = ""]) => {
    const module =
      "export const sum = (one: number): number => one + other;\n\nexport const other = 1;\n";
    const files = { "src/sums.ts": module, "src/a.ts": user };
    const { before, changed, left } = await mend({
      ...files,
      "src/deep/src/sums.ts": "const sum = 1;\n\nexport const twice = sum * 2;\n",
      "src/sums.ts": module.replace("export ", ""),
    });
    expect(before.map(({ code }) => code)).toContain("TS2339");
    expect(left).toEqual([]);
    expect(changed).toEqual({ "src/sums.ts": module });
    expect(await mend(files)).toMatchObject({ before: [], changed: {} });
  },
);

test("undefined in a property of an object, where a property may only be left out", async () => {
  const healthy =
    'export interface Settings {\n  readonly model?: string | null;\n  readonly server?: { port?: number };\n}\n\nexport function read(flags: { model?: string }): { settings: Settings; path: string } {\n  const settings = { model: flags.model ?? null, server: {} };\n  return { settings, path: "a" };\n}\n\nexport const show = ({ model }: Settings): string => model ?? "";\n\nexport function shown(flags: { model?: string }): string {\n  const settings = { model: flags.model ?? null, server: {} };\n  return show(settings);\n}\n';
  const compilerOptions = { target: "es2024", module: "esnext", strict: true, noEmit: true };
  const files = (code: string): Files => ({
    "tsconfig.json": JSON.stringify({
      compilerOptions: { ...compilerOptions, exactOptionalPropertyTypes: true },
      include: ["src"],
    }),
    "src/a.ts": code,
  });
  const { before, changed, left } = await mend(
    files(healthy.replaceAll("flags.model ?? null", "flags.model")),
  );
  expect(before.map(({ code }) => code)).toEqual(["TS2375", "TS2379"]);
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/a.ts": healthy });
});
