import { testFixers, testReports, type FixerCase } from "../fixer-cases.ts";
import type { Files } from "../mend.ts";

const shared: Files = {
  "src/lib/format-price.ts":
    "export const formatPrice = (cents: number): string => String(cents);\n",
  "src/components/button.tsx":
    "export function Button({ label }: { label: string }) {\n  return <button>{label}</button>;\n}\n",
  "src/healthy.tsx":
    'import { Link } from "react-router";\nimport { Button } from "@/components/button";\n\nexport const healthy = [<Link key="a" to="/" />, <Button key="b" label="b" />];\n',
};

const cases: readonly FixerCase[] = [
  {
    name: "a module in another folder",
    broken: 'import { Button } from "@/ui/button";\n\nexport const a = <Button label="a" />;\n',
    mended:
      'import { Button } from "@/components/button";\n\nexport const a = <Button label="a" />;\n',
  },
  {
    name: "a relative path with a level too many",
    broken:
      'import { Button } from "../../components/button";\n\nexport const a = <Button label="a" />;\n',
    mended:
      'import { Button } from "./components/button";\n\nexport const a = <Button label="a" />;\n',
  },
  {
    name: "other letters",
    broken:
      'import { formatPrice } from "@/lib/FormatPrice";\n\nexport const a = formatPrice(1);\n',
    mended:
      'import { formatPrice } from "@/lib/format-price";\n\nexport const a = formatPrice(1);\n',
  },
  {
    name: "a misspelt package that package.json names",
    broken: 'import { useQuery } from "@tanstack/react-qurey";\n\nexport const a = useQuery;\n',
    mended: 'import { useQuery } from "@tanstack/react-query";\n\nexport const a = useQuery;\n',
  },
  {
    name: "a missing import, from where the rest of the project takes it",
    broken:
      'import { Home } from "lucide-react";\n\nexport const a = [<Home key="h" />, <Link key="l" to="/" />];\n',
    mended:
      'import { Home } from "lucide-react";\nimport { Link } from "react-router";\n\nexport const a = [<Home key="h" />, <Link key="l" to="/" />];\n',
  },
  {
    name: "a misspelt variable",
    broken: "export function total(amounts: number[]) {\n  return amuonts.length;\n}\n",
    mended: "export function total(amounts: number[]) {\n  return amounts.length;\n}\n",
  },
  {
    name: "a misspelt property",
    broken: "export const length = (list: number[]) => list.lenght;\n",
    mended: "export const length = (list: number[]) => list.length;\n",
  },
  {
    name: "a misspelt attribute",
    broken: 'export const a = <p clasName="b">c</p>;\n',
    mended: 'export const a = <p className="b">c</p>;\n',
  },
  {
    name: "a default that is given by name",
    broken: 'import Button from "@/components/button";\n\nexport const a = <Button label="a" />;\n',
    mended:
      'import { Button } from "@/components/button";\n\nexport const a = <Button label="a" />;\n',
  },
  {
    name: "an unused import among used ones",
    broken: 'import { useMemo, useState } from "react";\n\nexport const a = useState;\n',
    mended: 'import { useState } from "react";\n\nexport const a = useState;\n',
  },
  {
    name: "an unused type with its comment",
    broken:
      "// What it is about.\n\n/** Nobody needs it. */\ninterface Left {\n  id: string;\n}\n\n/** Somebody does. */\nexport const a = 1;\n",
    mended: "// What it is about.\n\n/** Somebody does. */\nexport const a = 1;\n",
  },
  {
    name: "an unused part of a pattern",
    broken:
      "export function a(item: { id: string; name: string }) {\n  const { id, name } = item;\n  return id;\n}\n",
    mended:
      "export function a(item: { id: string; name: string }) {\n  const { id } = item;\n  return id;\n}\n",
  },
  {
    name: "an unused parameter keeps the place of those behind it",
    broken: "export const a = (first: string, second: string) => second;\n",
    mended: "export const a = (_first: string, second: string) => second;\n",
  },
  {
    name: "an unused variable whose value has an effect",
    broken: "export function a(list: number[]) {\n  const last = list.pop();\n  return list;\n}\n",
    mended: "export function a(list: number[]) {\n  list.pop();\n  return list;\n}\n",
  },
];

testFixers({ shared, cases });

testReports({
  cases: [
    {
      name: "a package that nobody knows is not installed",
      code: 'import { pad } from "left-padd";\n\nexport const a = pad;\n',
      left: [
        ["TS2307", "the package left-padd is not known: nothing is installed by its name alone"],
      ],
    },
    {
      name: "an error that nobody looks at is not left out",
      code: "export function a(answer: { data: string; error: Error | null }) {\n  const { data, error } = answer;\n  return data;\n}\n",
      left: [["TS6133", "an error that nobody looks at must be handled, not left out"]],
    },
    {
      name: "a value that is worked out by a call, and that somebody may have lost",
      code: "declare function half(b: number): number;\n\nexport function a(b: number | null) {\n  const c = b === null ? 0 : half(b);\n  return { b };\n}\n",
      left: [["TS6133", "whoever needs its value may have lost it"]],
    },
    {
      name: "an unused function may be a feature",
      code: "function exportAll() {\n  return 1;\n}\n\nexport const a = 1;\n",
      left: [["TS6133", "the code that nobody uses may be a feature that is not wired up yet"]],
    },
  ],
});
