import { attempts, editOf, notMine, type Fixer } from "../fixer.ts";

/** Attributes as HTML writes them, where the compiler does not say how React does. */
const spelling = new Map(
  Object.entries({
    class: "className",
    for: "htmlFor",
    tabindex: "tabIndex",
    readonly: "readOnly",
    maxlength: "maxLength",
    autocomplete: "autoComplete",
    autofocus: "autoFocus",
    onclick: "onClick",
    onchange: "onChange",
    onsubmit: "onSubmit",
    oninput: "onInput",
    "stroke-width": "strokeWidth",
    "fill-rule": "fillRule",
    "clip-rule": "clipRule",
  }),
);

export const htmlAttribute: Fixer = {
  name: "html-attribute",
  codes: ["TS2322", "TS2375", "TS2769"],
  stage: "types",
  reveals: true,
  propose: (finding, { source }) => {
    const element = source.around(finding).findLast(({ type }) => type === "JSXOpeningElement");
    if (element?.type !== "JSXOpeningElement") return notMine;
    const found = element.attributes.flatMap((attribute) => {
      if (attribute.type !== "JSXAttribute") return [];
      const { start, end } = attribute.name;
      const text = spelling.get(source.text.slice(start, end));
      return text === undefined ? [] : [{ start, end, text }];
    });
    return found.length === 0 ? notMine : attempts([editOf(source, ...found)]);
  },
};
