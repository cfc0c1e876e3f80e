import { parseSync } from "libpg-query";
import { childrenOf, fieldNames, isNode, type Properties } from "./tree.ts";

/**
 * Whether the text that EXECUTE runs is put together from values as they are: joined by `||`, or by `%s` of format().
 * The parser must be loaded; what cannot be read says nothing.
 */
export function hasUnquotedText(execute: string): boolean {
  const text = execute.replace(/^execute\s+/i, "").replace(/\s(?:into|using)\s[\s\S]*$/i, "");
  try {
    const tree: unknown = parseSync(`select ${text}`);
    return joinsValues(tree);
  } catch {
    return false;
  }
}

function joinsValues(tree: unknown): boolean {
  return childrenOf(tree).some(({ kind, value }) => {
    if (kind === "A_Expr" && fieldNames(value["name"])[0] === "||")
      return isValue(value["lexpr"]) || isValue(value["rexpr"]) || joinsValues(value);
    if (kind === "FuncCall") return isLooseFormat(value);
    return joinsValues(value);
  });
}

/** A variable or column, also when it is cast; what triggers are told of their table is no input. */
function isValue(tree: unknown): boolean {
  const [only] = childrenOf(tree);
  if (only?.kind === "TypeCast") return isValue(only.value["arg"]);
  if (only?.kind === "ParamRef") return true;
  if (only?.kind !== "ColumnRef") return false;
  const [name = ""] = fieldNames(only.value["fields"]);
  return !name.startsWith("tg_");
}

function isLooseFormat({ args, funcname }: Properties): boolean {
  if (fieldNames(funcname).at(-1) !== "format" || !Array.isArray(args)) return false;
  const [pattern, ...values]: readonly unknown[] = args;
  const [constant] = childrenOf(pattern);
  const text = isNode(constant?.value["sval"]) ? constant.value["sval"]["sval"] : null;
  return typeof text === "string" && /%(?:\d+\$)?s/.test(text) && values.some(isValue);
}
