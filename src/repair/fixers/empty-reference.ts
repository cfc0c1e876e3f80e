import { editFile, none, type Fixer } from "../fixer.ts";

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
    const value = /^(?:HTML|SVG)\w*Element$/.test(name) ? "null" : "undefined";
    return editFile(source, { start: call.end - 1, end: call.end - 1, text: value });
  },
};
