import { expect, test } from "vitest";
import { pluralOf, singularOf } from "../../../src/intake/resources/noun-forms.ts";

const plurals = {
  people: "person",
  knives: "knife",
  movies: "movie",
  series: "series",
  gases: "gas",
};

test.each([
  ["plants", "plant"],
  ["waterings", "watering"],
  ["categories", "category"],
  ["boxes", "box"],
  ["people", "person"],
  ["knives", "knife"],
  ["movies", "movie"],
  ["series", "series"],
  ["gases", "gas"],
  ["buses", "bus"],
  ["houses", "house"],
  ["viruses", "virus"],
  ["expenses", "expense"],
  ["watches", "watch"],
  ["dishes", "dish"],
  ["classes", "class"],
  ["days", "day"],
  ["sizes", "size"],
])("the singular of %s is %s", (plural, singular) => {
  expect(singularOf(plural, plurals)).toBe(singular);
});

test.each(["plant", "status", "progress", "analysis", "gas", "is", "s", ""])(
  "%s is no plural",
  (word) => {
    expect(singularOf(word, plurals)).toBeNull();
  },
);

test.each([
  ["plant", "plants"],
  ["category", "categories"],
  ["toy", "toys"],
  ["box", "boxes"],
  ["person", "people"],
  ["pocket knife", "pocket knives"],
  ["weight entry", "weight entries"],
])("the plural of %s is %s", (singular, plural) => {
  expect(pluralOf(singular, plurals)).toBe(plural);
});
