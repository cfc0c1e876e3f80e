import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createChecker, type ProjectChecker } from "../../src/repair/check-project.ts";
import { findCompiler } from "../../src/repair/find-compiler.ts";
import { fixToFixedPoint, type FixResult } from "../../src/repair/fix-to-fixed-point.ts";
import { attempts, editOf, notMine, type Fixer } from "../../src/repair/fixer.ts";
import { fixers } from "../../src/repair/fixers/registry.ts";
import { startLanguageServer, type LanguageServer } from "../../src/repair/language-server.ts";
import { readProject, type ProjectFiles } from "../../src/repair/read-project.ts";
import type { Standing, Trial, TrialOutcome } from "../../src/spec/lesson.ts";
import { projectFolder } from "./mend.ts";

const shop = `import { useState } from "react";
import { format, load, type Price } from "@/lib/prices";

export async function total(ids: readonly string[]): Promise<number> {
  const prices: Price[] = [];
  for (const id of ids) prices.push(await load(id));
  return prices.reduce((sum, price) => sum + price.cents, 0);
}

export function Shop({ price }: { price: Price }) {
  const [count, setCount] = useState(0);
  return (
    <button type="button" className="buy" onClick={() => setCount(count + 1)}>
      {format(price)}: {count}
    </button>
  );
}
`;

const healthy = {
  "src/lib/prices.ts":
    "export interface Price {\n  readonly cents: number;\n}\n\nexport function format({ cents }: Price): string {\n  return (cents / 100).toFixed(2);\n}\n\nexport async function load(id: string): Promise<Price> {\n  return { cents: id.length };\n}\n",
  ...Object.fromEntries(["a", "b", "c", "d"].map((name) => [`src/shops/${name}.tsx`, shop])),
};

/** What breaks a shop, and how a file is broken by it. */
const faults: readonly (readonly [from: string, to: string])[] = [
  ['import { useState } from "react";\n', ""],
  ["@/lib/prices", "@/lib/price"],
  ["format, load", "fromat, load"],
  ["await load", "load"],
  ["price.cents", "price.cent"],
  ["className", "class"],
  ["format(price)", "format(prices)"],
  ["(sum, price)", "(sum, price, index)"],
  ["count + 1)", "count + 1"],
  ["</button>", "</buton>"],
  ["ids: readonly string[]", "ids"],
  ["sum + price.cents, 0", 'sum + price.cents, ""'],
];

let server: LanguageServer;
let checker: ProjectChecker & { checks: number };
let project: ProjectFiles;
const signal = new AbortController().signal;

beforeAll(async () => {
  const root = await projectFolder(healthy);
  const compiler = await findCompiler(root);
  project = await readProject({ root, compiler, knownPackages: new Map(), signal });
  server = await startLanguageServer({ root, compiler, signal });
  const plain = createChecker(server);
  checker = {
    checks: 0,
    parsed: plain.parsed,
    findings(state) {
      this.checks += 1;
      return plain.findings(state);
    },
  };
});

afterAll(() => server.close());

interface Given {
  readonly broken: ReadonlyMap<string, string>;
  readonly standing?: (trial: Trial) => Standing;
  readonly own?: readonly Fixer[];
  readonly onOutcome?: (outcome: TrialOutcome) => void;
}

async function mend({ broken, own = fixers, ...more }: Given): Promise<FixResult> {
  const texts = new Map([...project.texts, ...broken]);
  checker.checks = 0;
  const { facts } = project;
  return fixToFixedPoint({ facts, texts, server, checker, fixers: own, signal, ...more });
}

const broken = fc
  .array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom(...faults)), {
    minLength: 1,
    maxLength: 6,
  })
  .map((hits) => {
    const texts = new Map<string, string>();
    for (const [name, [from, to]] of hits) {
      const path = `src/shops/${name}.tsx`;
      texts.set(path, (texts.get(path) ?? shop).replace(from, to));
    }
    return texts;
  });

/** Lessons that somebody made up. */
const madeUp = fc.nat().map((seed) => ({
  seed,
  standing: ({ code, actor, variant }: Trial): Standing => {
    const digest = createHash("sha256").update(`${seed} ${code} ${actor} ${variant}`).digest();
    return (["first", "usual", "alone", "last"] as const)[(digest[0] ?? 0) % 4] ?? "usual";
  },
}));

test("law: whatever the lessons say, no more errors are left than without them", async () => {
  await fc.assert(
    fc.asyncProperty(broken, madeUp, async (texts, { standing }) => {
      const usual = await mend({ broken: texts });
      const guided = await mend({ broken: texts, standing });
      expect(guided.left.length).toBeLessThanOrEqual(usual.left.length);
      expect(guided.before).toEqual(usual.before);
    }),
    { numRuns: 10, seed: 5 },
  );
}, 120_000);

test("lessons that say nothing change nothing, and neither does learning", async () => {
  const texts = new Map([["src/shops/a.tsx", shop.replace("className", "class")]]);
  const outcomes: TrialOutcome[] = [];
  const onOutcome = (outcome: TrialOutcome) => outcomes.push(outcome);
  const usual = await mend({ broken: texts, onOutcome });
  expect(await mend({ broken: texts, standing: () => "usual" })).toEqual(usual);
  expect(usual.left).toEqual([]);
  expect(outcomes).toMatchObject([{ code: "TS2322", isWon: true }]);
});

const missing = ["format, load", "fromat, load"] as const;

/** Says what the name should be, wrongly at first. */
const guesser: Fixer = {
  name: "guesser",
  codes: ["TS2724", "TS2305"],
  stage: "exports",
  reveals: false,
  propose: (finding, { source }) => {
    if (!finding.message.includes("fromat")) return notMine;
    const at = source.text.indexOf("fromat");
    const replace = (text: string) => editOf(source, { start: at, end: at + 6, text });
    return attempts([replace("format as other"), replace("format")]);
  },
};

test("a way that always lost comes last: the others are checked together at once", async () => {
  const names = ["a", "b", "c", "d"];
  const texts = new Map(
    names.map((name) => [`src/shops/${name}.tsx`, shop.replace(...missing)] as const),
  );
  const outcomes: TrialOutcome[] = [];
  await mend({ broken: texts, own: [guesser], onOutcome: (each) => outcomes.push(each) });
  const without = checker.checks;
  const lost = new Set(outcomes.filter(({ isWon }) => !isWon).map(({ variant }) => variant));
  expect(lost.size).toBe(1);
  const standing = ({ variant }: Trial): Standing => (lost.has(variant) ? "last" : "usual");
  const guided = await mend({ broken: texts, own: [guesser], standing });
  expect(guided.left).toEqual([]);
  expect(checker.checks).toBe(2);
  expect(without).toBeGreaterThan(8);
});

test("what lessons call hopeless is tried all the same when nothing else is left", async () => {
  const texts = new Map([["src/shops/a.tsx", shop.replace(...missing)]]);
  const guided = await mend({ broken: texts, standing: () => "last" });
  expect(guided.left).toEqual([]);
});

const cheat: Fixer = {
  name: "cheat",
  codes: ["TS2322", "TS2345"],
  stage: "types",
  propose: (finding, { source }) => {
    const line = source.text.lastIndexOf("\n", finding.start) + 1;
    return attempts([editOf(source, { start: line, end: line, text: "// @ts-ignore\n" })]);
  },
};

test("a cheat is refused however well it did before", async () => {
  const bad = shop.replace("sum + price.cents, 0", 'sum + price.cents, ""');
  const outcomes: TrialOutcome[] = [];
  const result = await mend({
    broken: new Map([["src/shops/a.tsx", bad]]),
    own: [cheat],
    standing: () => "first",
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  expect(result.fixes).toEqual([]);
  expect(result.refused.length).toBeGreaterThan(0);
  expect(outcomes.every(({ isWon }) => !isWon)).toBe(true);
});
