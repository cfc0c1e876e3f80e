import { expect, test } from "vitest";
import { chainOf, choicesOf } from "../../src/models/chain-of.ts";
import type { ModelChains } from "../../src/models/configure-models.ts";
import type { ModelTarget } from "../../src/models/price-table.ts";
import { targetAt } from "./client-fixtures.ts";

const target = (id: string, model: string): ModelTarget => ({
  ...targetAt("http://localhost", { id }),
  model,
});
const small = target("one", "small");
const large = target("one", "large");
const other = target("two", "other");
const chains: ModelChains = {
  fast: [small, other],
  standard: [small, other],
  strong: [large, small, other],
};
const about = { task: "repair", tier: "standard" } as const;

test("a stronger model, and another provider, are asked first where they are wished for", () => {
  expect(chainOf(chains, about)).toEqual([small, other]);
  expect(chainOf(chains, { ...about, models: "stronger" })).toEqual([large, small, other]);
  expect(chainOf(chains, { ...about, models: "other-provider" })).toEqual([other, large, small]);
});

test("what the settings say of a task is where it begins", () => {
  const own = { ...chains, tasks: { repair: { tier: null, target: other } } };
  expect(chainOf(own, about)).toEqual([other, small]);
  expect(chainOf(own, { ...about, models: "stronger" })).toEqual([large, small, other]);
  expect(chainOf(own, { ...about, models: "other-provider" })).toEqual([large, small, other]);
  expect(choicesOf(own, about)).toEqual(["own", "stronger"]);
});

test("choices that lead to the same model are one", () => {
  expect(choicesOf(chains, about)).toEqual(["own", "stronger", "other-provider"]);
  const single = { fast: [small], standard: [small], strong: [small] };
  expect(choicesOf(single, about)).toEqual(["own"]);
  expect(choicesOf({ ...single, strong: [large, small] }, about)).toEqual(["own", "stronger"]);
});
