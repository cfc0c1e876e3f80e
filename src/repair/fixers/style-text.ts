import { editFile, none, notMine, type Fixer } from "../fixer.ts";

/** Styles that are written as text, as in HTML: `style="color: red"` becomes `style={{ color: "red" }}`. */
export const styleText: Fixer = {
  name: "style-text",
  codes: ["TS2322", "TS2559"],
  stage: "types",
  propose: (finding, { source }) => {
    const attribute = source.around(finding).findLast(({ type }) => type === "JSXAttribute");
    if (attribute?.type !== "JSXAttribute" || attribute.value?.type !== "Literal") {
      return notMine;
    }
    const { value } = attribute.value;
    const name = source.text.slice(attribute.name.start, attribute.name.end);
    if (name !== "style" || typeof value !== "string") return notMine;
    const entries = value
      .split(";")
      .map((entry) => entry.trim())
      .filter(Boolean)
      .map((entry) => /^([a-z-]+)\s*:\s*(.+)$/.exec(entry));
    if (entries.length === 0 || entries.some((entry) => entry === null)) {
      return none("the text is not a list of styles");
    }
    const code = entries.map((entry) => `${key(entry?.[1] ?? "")}: ${JSON.stringify(entry?.[2])}`);
    const { start, end } = attribute.value;
    return editFile(source, { start, end, text: `{{ ${code.join(", ")} }}` });
  },
};

function key(name: string): string {
  if (name.startsWith("--")) return JSON.stringify(name);
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
