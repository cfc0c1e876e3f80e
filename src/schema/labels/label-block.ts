import { parseSync } from "libpg-query";
import type { Node } from "@pgsql/types";
import { childrenOf, type Properties } from "../lints/tree.ts";
import { gravest, unknown, type StatementEffect } from "./statement-effect.ts";

/** A block is as grave as the statements in it, as far as they are written there and not put together while it runs. */
export function labelBlock(
  value: Properties,
  effectOf: (node: Node) => StatementEffect,
): StatementEffect {
  const body = bodyOf(value);
  if (/\b(?:execute|perform|call)\b/i.test(body))
    return unknown("the block runs what it puts together itself");
  const nodes = body.split(";").flatMap(statementIn);
  if (nodes.length === 0) return unknown("the block has no statement that can be read");
  return gravest(nodes.map(effectOf));
}

function bodyOf(value: Properties): string {
  for (const { kind, value: inner } of childrenOf(value)) {
    if (kind === "String" && typeof inner["sval"] === "string" && inner["sval"].includes(";"))
      return inner["sval"];
    const found = bodyOf(inner);
    if (found !== "") return found;
  }
  return "";
}

/** Words of PL/pgSQL come before the statement, on lines of their own or on the same. */
function statementIn(piece: string): readonly Node[] {
  const words = piece.trim().split(/(?<=\s)/);
  for (let start = 0; start < words.length; start += 1) {
    const rest = words.slice(start).join("");
    if (
      !/^(?:alter|create|delete|drop|grant|insert|merge|revoke|truncate|update|with)\b/i.test(rest)
    )
      continue;
    try {
      const [first] = parseSync(rest).stmts ?? [];
      if (first?.stmt !== undefined) return [first.stmt];
    } catch {
      // Not from this word on.
    }
  }
  return [];
}
