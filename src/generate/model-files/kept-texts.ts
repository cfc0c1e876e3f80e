import { compareText } from "../../core/compare-text.ts";
import type { FeatureContract } from "./feature-contract.ts";
import { parseModule, visitModule, type SourceModule } from "./source-module.ts";

/**
 * Texts of the pages that tests and the journey in a browser look for: labels, headings, addresses. Path of the page ->
 * texts in order. A page that a model writes must have them too, because not all of these tests are gates.
 */
export async function keptTexts({
  pages,
  tests,
}: Pick<FeatureContract, "pages" | "tests">): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = new Set<string>();
  for (const [path, text] of tests) {
    for (const found of await textsIn(path, text)) asked.add(found);
  }
  const kept = new Map<string, readonly string[]>();
  for (const [path, text] of pages) {
    const texts = [...(await textsIn(path, text))].filter((found) => asked.has(found));
    kept.set(path, texts.toSorted(compareText));
  }
  return kept;
}

/** Texts that a file has, whole: what people read, labels, addresses. */
export async function textsOf(module: SourceModule): Promise<ReadonlySet<string>> {
  const texts = new Set<string>();
  const add = (text: string) => {
    const whole = text.replaceAll(/\s+/g, " ").trim();
    if (/\p{L}/u.test(whole)) texts.add(whole);
  };
  await visitModule(module, {
    JSXText: ({ value }) => add(value),
    Literal: ({ value }) => {
      if (typeof value === "string") add(value);
    },
  });
  return texts;
}

async function textsIn(path: string, text: string): Promise<ReadonlySet<string>> {
  const { module } = await parseModule(path, text);
  return module === null ? new Set() : textsOf(module);
}
