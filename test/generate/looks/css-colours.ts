/** A colour as red, green, blue (0 to 255) and opacity (0 to 1). */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** The custom properties of a stylesheet, and whether it is shown light or dark. */
export interface Sheet {
  readonly properties: ReadonlyMap<string, string>;
  readonly isDark: boolean;
}

/** The declarations of custom properties in a stylesheet; of equal names the last. */
export function customProperties(css: string): ReadonlyMap<string, string> {
  const declarations = css.matchAll(/(--[\w-]+):\s*([^;{}]+);/g);
  return new Map([...declarations].map(([, name = "", value = ""]) => [name, value]));
}

/** Reads hex colours, `light-dark()`, `color-mix(in srgb, ...)`, `transparent` and `var()` as a browser does. */
export function readColour(text: string, sheet: Sheet): Colour {
  const value = text.trim();
  const [, name, inner = ""] = /^([a-z-]+)\((.*)\)$/s.exec(value) ?? [];
  const parts = splitArguments(inner);
  if (name === "light-dark") return readColour(parts[sheet.isDark ? 1 : 0] ?? "", sheet);
  if (name === "var") return readColour(sheet.properties.get(parts[0] ?? "") ?? "", sheet);
  if (name === "color-mix" && parts[0] === "in srgb") {
    const [, first = "", share = ""] = /^(.*?)\s+([\d.]+)%$/s.exec(parts[1] ?? "") ?? [];
    return mix(readColour(first, sheet), readColour(parts[2] ?? "", sheet), Number(share) / 100);
  }
  if (value === "transparent") return [0, 0, 0, 0];
  const digits = /^#([0-9a-f]{6})$/.exec(value.replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3"))?.[1];
  if (digits === undefined) throw new Error(`No colour that this test can read: "${value}".`);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) =>
    Number.parseInt(digits.slice(at, at + 2), 16),
  );
  return [red, green, blue, 1];
}

/** What is seen where a translucent colour lies on an opaque one. */
export function over(top: Colour, bottom: Colour): Colour {
  return mix([top[0], top[1], top[2], 1], bottom, top[3]);
}

/** `share` of the first colour; opacity counts as CSS has it, with premultiplied values. */
export function mix(first: Colour, second: Colour, share: number): Colour {
  const alpha = first[3] * share + second[3] * (1 - share);
  const channel = (at: 0 | 1 | 2): number =>
    alpha === 0 ? 0 : (first[at] * first[3] * share + second[at] * second[3] * (1 - share)) / alpha;
  return [channel(0), channel(1), channel(2), alpha];
}

/** The contrast of WCAG 2, from 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The parts between the commas that are in no parentheses. */
export function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [at, letter] of [...text].entries()) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (letter !== "," || depth > 0) continue;
    parts.push(text.slice(start, at).trim());
    start = at + 1;
  }
  return [...parts, text.slice(start).trim()];
}
