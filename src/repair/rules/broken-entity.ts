import { walk } from "../syntax-tree.ts";
import type { FileRule, RulePlace } from "./file-rule.ts";

const unfinished =
  /&(?:nbsp|amp|lt|gt|quot|apos|copy|reg|middot|bull|hellip|mdash|ndash|laquo|raquo|larr|rarr|times|euro)\b(?!;)/g;

/** Signs by name without their semicolon: people then read the name. */
export const brokenEntity: FileRule = {
  code: "react/broken-entity",
  find: ({ program, text }) =>
    [...walk(program)].flatMap((node): readonly RulePlace[] =>
      node.type === "JSXText"
        ? [...text.slice(node.start, node.end).matchAll(unfinished)].map(({ index, 0: name }) => ({
            start: node.start + index,
            end: node.start + index + name.length,
            message: `${name} has no semicolon and is shown as it stands.`,
          }))
        : [],
    ),
};
