import { testFixers, testReports, type FixerCase } from "../fixer-cases.ts";
import type { Files } from "../mend.ts";

const shared: Files = {
  "src/items.ts": [
    "export interface Item {",
    "  id: string;",
    "  name: string | null;",
    "  size?: number;",
    "}",
    "",
    "export async function loadItem(id: string): Promise<Item> {",
    "  return { id, name: null };",
    "}",
    "",
    'export const nameOrNot = (name: string | undefined): string => name ?? "";',
    'export const nameOrNull = (name: string | null): string => name ?? "";',
    "export const label = (text: string): string => text;",
    "export const double = (count: number): number => count * 2;",
    "",
  ].join("\n"),
};

const cases: readonly FixerCase[] = [
  {
    name: "null where undefined is wanted",
    broken:
      'import { nameOrNot, type Item } from "@/items";\n\nexport const a = (item: Item) => nameOrNot(item.name);\n',
    mended:
      'import { nameOrNot, type Item } from "@/items";\n\nexport const a = (item: Item) => nameOrNot(item.name ?? undefined);\n',
  },
  {
    name: "undefined where null is wanted",
    broken:
      'import { nameOrNull } from "@/items";\n\nexport const a = (list: string[]) => nameOrNull(list[0]);\n',
    mended:
      'import { nameOrNull } from "@/items";\n\nexport const a = (list: string[]) => nameOrNull(list[0] ?? null);\n',
  },
  {
    name: "a promise that is not waited for",
    broken:
      'import { loadItem } from "@/items";\n\nexport async function a() {\n  const item = loadItem("1");\n  return item.name;\n}\n',
    mended:
      'import { loadItem } from "@/items";\n\nexport async function a() {\n  const item = await loadItem("1");\n  return item.name;\n}\n',
  },
  {
    name: "a property of a promise",
    broken:
      'import { loadItem } from "@/items";\n\nexport const a = async () => loadItem("1").name;\n',
    mended:
      'import { loadItem } from "@/items";\n\nexport const a = async () => (await loadItem("1")).name;\n',
  },
  {
    name: "null for undefined in what a function gives back that stands where another one is wanted",
    broken:
      'interface Options {\n  pick: (name: string) => string | null;\n}\n\nexport function a(names: string[]): Options {\n  return {\n    pick: (name) => {\n      if (name === "") return null;\n      return names.find((one) => one === name);\n    },\n  };\n}\n',
    mended:
      'interface Options {\n  pick: (name: string) => string | null;\n}\n\nexport function a(names: string[]): Options {\n  return {\n    pick: (name) => {\n      if (name === "") return null;\n      return names.find((one) => one === name) ?? null;\n    },\n  };\n}\n',
  },
  {
    name: "await of what an object is spread from",
    broken:
      "interface Work {\n  readonly name: string;\n  readonly size?: number;\n}\ndeclare function load(): Promise<{ name: string }>;\ndeclare function run(work: Work): void;\n\nexport async function a(size: number) {\n  const found = load();\n  const work = { ...found, size };\n  run(work);\n}\n",
    mended:
      "interface Work {\n  readonly name: string;\n  readonly size?: number;\n}\ndeclare function load(): Promise<{ name: string }>;\ndeclare function run(work: Work): void;\n\nexport async function a(size: number) {\n  const found = await load();\n  const work = { ...found, size };\n  run(work);\n}\n",
  },
  {
    name: "await in a function that is not async",
    broken:
      'import { loadItem } from "@/items";\n\nexport function a() {\n  return await loadItem("1");\n}\n',
    mended:
      'import { loadItem } from "@/items";\n\nexport async function a() {\n  return await loadItem("1");\n}\n',
  },
  {
    name: "a number where text is wanted",
    broken:
      'import { label } from "@/items";\n\nexport const a = (count: number) => label(count);\n',
    mended:
      'import { label } from "@/items";\n\nexport const a = (count: number) => label(String(count));\n',
  },
  {
    name: "what was typed where a number is wanted",
    broken:
      'import { double } from "@/items";\n\nexport const a = <input onChange={(event) => double(event.target.value)} />;\n',
    mended:
      'import { double } from "@/items";\n\nexport const a = <input onChange={(event) => double(Number(event.target.value))} />;\n',
  },
  {
    name: "a number in quotes in an attribute",
    broken: 'export const a = <p tabIndex="0">b</p>;\n',
    mended: "export const a = <p tabIndex={0}>b</p>;\n",
  },
  {
    name: "a yes in quotes in an attribute",
    broken: 'export const a = <input disabled="true" />;\n',
    mended: "export const a = <input disabled={true} />;\n",
  },
  {
    name: "a missing attribute whose value is at hand",
    broken:
      'const B = ({ id, text }: { id: string; text: string }) => <p id={id}>{text}</p>;\n\nexport const A = ({ text }: { text: string }) => <B id="a" />;\n',
    mended:
      'const B = ({ id, text }: { id: string; text: string }) => <p id={id}>{text}</p>;\n\nexport const A = ({ text }: { text: string }) => <B id="a" text={text} />;\n',
  },
  {
    name: "a missing property whose value is at hand",
    broken:
      'import type { Item } from "@/items";\n\nexport const a = (name: string): Item => ({ id: "1" });\n',
    mended:
      'import type { Item } from "@/items";\n\nexport const a = (name: string): Item => ({ id: "1", name });\n',
  },
  {
    name: "the message of an unknown error",
    broken:
      'export function a(run: () => void): string {\n  try {\n    run();\n    return "";\n  } catch (error) {\n    return error.message;\n  }\n}\n',
    mended:
      'export function a(run: () => void): string {\n  try {\n    run();\n    return "";\n  } catch (error) {\n    return error instanceof Error ? error.message : String(error);\n  }\n}\n',
  },
  {
    name: "a call of what may be missing",
    broken: "export function a(input: HTMLInputElement | null) {\n  input.focus();\n}\n",
    mended: "export function a(input: HTMLInputElement | null) {\n  input?.focus();\n}\n",
  },
  {
    name: "another value for a constant",
    broken: "export function a() {\n  const count = 1;\n  count = 2;\n  return count;\n}\n",
    mended: "export function a() {\n  let count = 1;\n  count = 2;\n  return count;\n}\n",
  },
  {
    name: "other values for constants that are taken out of a list",
    broken:
      "export function a(pair: [number, string]) {\n  const [count, name] = pair;\n  [count, name] = [2, name];\n  return { count, name };\n}\n",
    mended:
      "export function a(pair: [number, string]) {\n  let [count, name] = pair;\n  [count, name] = [2, name];\n  return { count, name };\n}\n",
  },
  {
    name: "other values for the constants of a loop",
    broken:
      "export function a(list: number[]) {\n  for (const i = 0, size = 1; i < list.length; i += size, size *= 2) list.pop();\n}\n",
    mended:
      "export function a(list: number[]) {\n  for (let i = 0, size = 1; i < list.length; i += size, size *= 2) list.pop();\n}\n",
  },
  {
    name: "a member that overrides without saying so",
    broken: "class A {\n  go() {}\n}\n\nexport class B extends A {\n  go() {}\n}\n",
    mended: "class A {\n  go() {}\n}\n\nexport class B extends A {\n  override go() {}\n}\n",
  },
  {
    name: "a property of an index signature",
    broken: "export const a = (words: Record<string, string>) => words.hello;\n",
    mended: 'export const a = (words: Record<string, string>) => words["hello"];\n',
  },
  {
    name: "a reference without a first value",
    broken:
      'import { useRef } from "react";\n\nexport const useBox = () => useRef<HTMLDivElement>();\n',
    mended:
      'import { useRef } from "react";\n\nexport const useBox = () => useRef<HTMLDivElement>(null);\n',
  },
  {
    name: "styles as text",
    broken: 'export const a = <p style="color: red; margin-top: 4px">b</p>;\n',
    mended: 'export const a = <p style={{ color: "red", marginTop: "4px" }}>b</p>;\n',
  },
  {
    name: "an attribute of HTML",
    broken: 'export const a = <label for="b" class="c">d</label>;\n',
    mended: 'export const a = <label htmlFor="b" className="c">d</label>;\n',
  },
  {
    name: "a literal that is misspelt",
    broken: 'export const a: "primary" | "secondary" = "primray";\n',
    mended: 'export const a: "primary" | "secondary" = "primary";\n',
  },
  {
    name: "an event handler without a type",
    broken:
      "export function A() {\n  const onSubmit = (event) => event.preventDefault();\n  return <form onSubmit={onSubmit} />;\n}\n",
    mended:
      'import type { SubmitEvent } from "react";\n\nexport function A() {\n  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => event.preventDefault();\n  return <form onSubmit={onSubmit} />;\n}\n',
  },
  {
    name: "a listener without a type",
    broken:
      'export function listen() {\n  const close = (event) => event.key === "Escape";\n  addEventListener("keydown", close);\n}\n',
    mended:
      'export function listen() {\n  const close = (event: KeyboardEvent) => event.key === "Escape";\n  addEventListener("keydown", close);\n}\n',
  },
  {
    name: "a promise that is compared",
    broken:
      'declare function ask(): Promise<"yes" | "no">;\n\nexport async function a() {\n  const answer = ask();\n  return answer === "yes";\n}\n',
    mended:
      'declare function ask(): Promise<"yes" | "no">;\n\nexport async function a() {\n  const answer = await ask();\n  return answer === "yes";\n}\n',
  },
  {
    name: "a promise that is indexed in a function inside",
    broken:
      "declare function names(): Promise<string[]>;\n\nexport async function a(places: number[]) {\n  const all = names();\n  return places.map((place) => all[place]);\n}\n",
    mended:
      "declare function names(): Promise<string[]>;\n\nexport async function a(places: number[]) {\n  const all = await names();\n  return places.map((place) => all[place]);\n}\n",
  },
  {
    name: "a promise that is said to be what it brings",
    broken:
      "declare function load(): Promise<unknown>;\n\nexport async function a() {\n  const { name } = load() as { name: string };\n  return name;\n}\n",
    mended:
      "declare function load(): Promise<unknown>;\n\nexport async function a() {\n  const { name } = (await load()) as { name: string };\n  return name;\n}\n",
  },
  {
    name: "a query that is waited for where its answer is taken, as more is asked of it before",
    broken:
      "interface Query extends PromiseLike<{ error: string | null }> {\n  limit(count: number): Query;\n}\n\ndeclare function select(): Query;\n\nexport async function a(count: number | null) {\n  const query = select();\n  if (count !== null) query.limit(count);\n  const { error } = query;\n  return error;\n}\n",
    mended:
      "interface Query extends PromiseLike<{ error: string | null }> {\n  limit(count: number): Query;\n}\n\ndeclare function select(): Query;\n\nexport async function a(count: number | null) {\n  const query = select();\n  if (count !== null) query.limit(count);\n  const { error } = await query;\n  return error;\n}\n",
  },
  {
    name: "a promise in a pair that an asynchronous function makes",
    ending: "ts",
    broken:
      "declare function load(name: string): Promise<string>;\n\nexport async function all(names: string[]): Promise<ReadonlyMap<string, string>> {\n  return new Map(\n    await Promise.all(names.map(async (name) => [name, load(name.trim())] as const)),\n  );\n}\n",
    mended:
      "declare function load(name: string): Promise<string>;\n\nexport async function all(names: string[]): Promise<ReadonlyMap<string, string>> {\n  return new Map(\n    await Promise.all(names.map(async (name) => [name, await load(name.trim())] as const)),\n  );\n}\n",
  },
  {
    name: "one of two promises that is not waited for",
    broken:
      "declare function load(): PromiseLike<{ error: string }>;\ndeclare function save(): PromiseLike<{ error: string }>;\n\nexport async function a(isNew: boolean) {\n  const { error } = isNew ? await save() : load();\n  return error;\n}\n",
    mended:
      "declare function load(): PromiseLike<{ error: string }>;\ndeclare function save(): PromiseLike<{ error: string }>;\n\nexport async function a(isNew: boolean) {\n  const { error } = isNew ? await save() : await load();\n  return error;\n}\n",
  },
  {
    name: "a promise that is indexed where it is made",
    broken:
      "declare function names(): Promise<string[]>;\n\nexport async function a(place: number) {\n  return names()[place];\n}\n",
    mended:
      "declare function names(): Promise<string[]>;\n\nexport async function a(place: number) {\n  return (await names())[place];\n}\n",
  },
  {
    name: "a parameter whose type its calls say",
    broken: "function add(amount) {\n  return amount + 1;\n}\n\nexport const a = add(2);\n",
    mended: "function add(amount: number) {\n  return amount + 1;\n}\n\nexport const a = add(2);\n",
  },
  {
    name: "a component whose uses say what it is given",
    broken:
      'function Card({ title, count, isOpen }) {\n  return isOpen ? <p title={title}>{count}</p> : null;\n}\n\nexport const a = [<Card key="a" title="b" count={1} isOpen />, <Card key="c" title="d" count={2} />];\n',
    mended:
      'function Card({ title, count, isOpen }: { title: string; count: number; isOpen?: boolean }) {\n  return isOpen ? <p title={title}>{count}</p> : null;\n}\n\nexport const a = [<Card key="a" title="b" count={1} isOpen />, <Card key="c" title="d" count={2} />];\n',
  },
  {
    name: "elements of a list without a key",
    broken:
      "export const a = (items: { id: string }[]) => items.map((item) => <p>{item.id}</p>);\n",
    mended:
      "export const a = (items: { id: string }[]) => items.map((item) => <p key={item.id}>{item.id}</p>);\n",
  },
  {
    name: "elements of a list of texts without a key",
    broken: "export const a = (items: string[]) => items.map((item) => <p>{item}</p>);\n",
    mended:
      "export const a = (items: string[]) => items.map((item) => <p key={item}>{item}</p>);\n",
  },
];

testFixers({ shared, cases });

testReports({
  shared,
  cases: [
    {
      name: "an index that may be wrong is not cast",
      code: "const table = { a: 1 };\n\nexport const a = (key: string) => table[key];\n",
      left: [
        ["TS7053", "whether the key is one of the object's must be checked where it comes from"],
      ],
    },
    {
      name: "what to do without a value is not ours to say",
      code: "export const a = (text: string | null): string => text;\n",
      left: [["TS2322", "what to do when it is null is for people to decide"]],
    },
    {
      name: "hooks under a condition",
      code: 'import { useState } from "react";\n\nexport function A({ isOn }: { isOn: boolean }) {\n  if (isOn) useState(0);\n  return null;\n}\n',
      left: [
        [
          "react/conditional-hook",
          "a hook must be called before any condition: what then depends on it must be decided",
        ],
      ],
    },
    {
      name: "a component that would have to wait",
      code: 'import { loadItem } from "@/items";\n\nexport function A() {\n  const item = await loadItem("1");\n  return <p>{item.id}</p>;\n}\n',
      left: [["TS1308", "A is a component or a hook, which cannot wait while it renders"]],
    },
  ],
});
