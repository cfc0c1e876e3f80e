import { attempts, editOf, none, type Fixer } from "../fixer.ts";

/** `useRef` without a first value, which React 19 wants written: null for elements, undefined for all others. */
export const emptyReference: Fixer = {
  name: "empty-reference",
  codes: ["TS2554"],
  stage: "types",
  propose: (finding, { source }) => {
    const call = source.around(finding).findLast(({ type }) => type === "CallExpression");
    if (call?.type !== "CallExpression" || call.arguments.length > 0) {
      return none("which value the call should be given is for people to decide");
    }
    const callee = source.text.slice(call.callee.start, call.callee.end);
    if (!/^(?:React\.)?useRef$/.test(callee)) {
      return none("which value the call should be given is for people to decide");
    }
    const type = call.typeArguments?.params[0];
    const name = type === undefined ? "" : source.text.slice(type.start, type.end);
    const isNull = /^(?:HTML|SVG)\w*Element$|\bnull\b/.test(name);
    const values = isNull ? ["null", "undefined"] : ["undefined", "null"];
    const place = { start: call.end - 1, end: call.end - 1 };
    return attempts(values.map((text) => editOf(source, { ...place, text })));
  },
};
