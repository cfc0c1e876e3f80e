import { declaratorOf } from "../bindings.ts";
import { editFile, none, type Fixer } from "../fixer.ts";

/** A constant that is given another value was meant to be a variable. */
export const constantAssignment: Fixer = {
  name: "constant-assignment",
  codes: ["TS2588"],
  stage: "types",
  propose: (finding, { source }) => {
    const name = source.text.slice(finding.start, finding.end);
    const declarator = declaratorOf(source, { name, place: finding });
    const around = declarator === null ? [] : source.around(declarator);
    const declaration = around.findLast(({ type }) => type === "VariableDeclaration");
    const isOfLoop = around.some(
      (node) => node.type === "ForStatement" && node.init === declaration,
    );
    if (
      declaration?.type !== "VariableDeclaration" ||
      (declaration.declarations.length > 1 && !isOfLoop)
    ) {
      return none(`it is not clear where ${name} is declared`);
    }
    const { start } = declaration;
    return editFile(source, { start, end: start + "const".length, text: "let" });
  },
};
