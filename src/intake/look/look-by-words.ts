import type { Catalog } from "../../catalog/catalog.ts";
import type { Brief } from "../../spec/brief.ts";
import { findNegations } from "../negations.ts";
import { tokenize } from "../tokens.ts";
import { findLook } from "./find-look.ts";
import { lookWords } from "./look-words.ts";
import { settleLook } from "./settle-look.ts";

/** The choices that a description of the look makes by its words alone: "dark, with neon colours". No model is asked. */
export function lookByWords(
  look: string,
  catalog: Catalog,
): Pick<Brief, "parameters" | "assumptions"> {
  const words = lookWords(catalog);
  const tokens = tokenize(look);
  const { mentions } = findLook({ request: look, tokens, words, mentions: [], taken: new Set() });
  const { negated } = findNegations({ request: look, tokens, mentions });
  return settleLook({ catalog, words, mentions, negated });
}
