import { expect, test } from "vitest";
import {
  contrast,
  customProperties,
  mix,
  over,
  readColour,
  splitArguments,
  type Colour,
  type Sheet,
} from "./css-colours.ts";
import { lookChoices } from "./look-choices.ts";

const white: Colour = [255, 255, 255, 1];
const black: Colour = [0, 0, 0, 1];

test("contrasts are those of WCAG, and colours those of CSS", () => {
  const sheet: Sheet = { properties: new Map([["--a", "light-dark(#fff, #000)"]]), isDark: true };
  expect(contrast(white, black)).toBeCloseTo(21);
  expect(contrast(readColour("#767676", sheet), white)).toBeCloseTo(4.54, 2);
  expect(readColour("var(--a)", sheet)).toEqual(black);
  expect(readColour("color-mix(in srgb, #ff0000 25%, #fff)", sheet)).toEqual([
    255, 191.25, 191.25, 1,
  ]);
  expect(readColour("color-mix(in srgb, #ff0000 40%, transparent)", sheet)).toEqual([
    255, 0, 0, 0.4,
  ]);
  expect(over([255, 0, 0, 0.5], white)).toEqual([255, 127.5, 127.5, 1]);
});

interface Pair {
  readonly name: string;
  readonly front: Colour;
  readonly back: Colour;
  readonly least: number;
}

/** Every pair of colours that pages put onto each other, with the contrast that WCAG AA asks for. */
function pairsOf(css: string, isDark: boolean): readonly Pair[] {
  const sheet: Sheet = { properties: customProperties(css), isDark };
  const token = (name: string) => readColour(`var(--color-${name})`, sheet);
  const canvas = token("canvas");
  const hazes = ["haze", "second-haze"].filter((name) => sheet.properties.has(`--color-${name}`));
  const surfaces: readonly [string, Colour][] = [
    ...["canvas", "surface", "raised"].map((name): [string, Colour] => [name, token(name)]),
    ...hazes.map((name): [string, Colour] => [name, over(token(name), canvas)]),
  ];
  const danger = token("danger");
  const text = surfaces.flatMap(([back, colour]) => [
    ...["ink", "muted", "accent", "danger", "success"].map((name) => ({
      name: `${name} on ${back}`,
      front: token(name),
      back: colour,
      least: 4.5,
    })),
    ...["control", "accent"].map((name) => ({
      name: `${name} as a border on ${back}`,
      front: token(name),
      back: colour,
      least: 3,
    })),
  ]);
  return [
    ...text,
    { name: "ink on a pressed button", front: token("ink"), back: token("line"), least: 4.5 },
    {
      name: "an error",
      front: danger,
      back: over([danger[0], danger[1], danger[2], 0.1], canvas),
      least: 4.5,
    },
    ...["accent-fill", "danger-fill"].map((name) => ({
      name: `white on ${name}`,
      front: white,
      back: token(name),
      least: 4.5,
    })),
    ...brandPairs(css, sheet),
  ];
}

/** Text on the brand's colour or along its gradient, and the brand itself on the page. */
function brandPairs(css: string, sheet: Sheet): readonly Pair[] {
  const [, body = ""] = /@utility bg-brand \{(.*?)\n\}/s.exec(css) ?? [];
  const [own = "", withText = own] = body.split("&.text-white {");
  const text = colourAfter(/[{;]\s*color:([^;]+);/, withText);
  const front = text === null ? white : readColour(text, sheet);
  const canvas = readColour("var(--color-canvas)", sheet);
  return [
    ...stopsOf(withText, sheet, stopsOf(own, sheet)).map((back, at) => ({
      name: `a button, ${at * 10} % along`,
      front,
      back,
      least: 4.5,
    })),
    ...stopsOf(own, sheet).map((stop, at) => ({
      name: `the brand on the page, ${at * 10} % along`,
      front: stop,
      back: canvas,
      least: 3,
    })),
  ];
}

/** Eleven colours along the gradient or fill of a rule; `fallback` for a rule that has none. */
function stopsOf(rule: string, sheet: Sheet, fallback: readonly Colour[] = []): readonly Colour[] {
  const fill = colourAfter(/background-color:([^;]+);/, rule);
  if (fill !== null) return [readColour(fill, sheet)];
  const gradient = colourAfter(/background-image:\s*linear-gradient\((.*?)\);/s, rule);
  if (gradient === null) return fallback;
  const [, first = "", last = ""] = splitArguments(gradient);
  const ends = [readColour(first, sheet), readColour(last, sheet)] as const;
  return Array.from({ length: 11 }, (_, at) => mix(ends[1], ends[0], at / 10));
}

function colourAfter(pattern: RegExp, text: string): string | null {
  return pattern.exec(`{${text}`)?.[1]?.trim() ?? null;
}

test("every look has the contrasts of WCAG AA, light and dark", async () => {
  const { looks, compose } = await lookChoices();
  const styles = looks.filter(({ colourScheme }) => colourScheme === "system");
  expect(styles.length).toBeGreaterThan(40);
  const weak: string[] = [];
  for (const look of styles) {
    const css = String((await compose(look, ["src/app/styles.css"])).get("src/app/styles.css"));
    for (const isDark of [false, true]) {
      for (const { name, front, back, least } of pairsOf(css, isDark)) {
        const found = contrast(front, back);
        if (found >= least) continue;
        const where = `${look.style} ${look.accent} ${isDark ? "dark" : "light"}`;
        weak.push(`${where}: ${name} ${found.toFixed(2)} < ${least}`);
      }
    }
  }
  expect(weak).toEqual([]);
});
