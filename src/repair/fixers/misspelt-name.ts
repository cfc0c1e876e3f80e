import type { Node } from "oxc-parser";
import { nearestTexts } from "../../core/nearest-text.ts";
import { editFile, none, type Fixer } from "../fixer.ts";
import { walk } from "../syntax-tree.ts";
import { renameAt } from "../rename-at.ts";

/** A variable or type that is misspelt: what the compiler thinks was meant, or the one name of the file that is near. */
export const misspeltName: Fixer = {
  name: "misspelt-name",
  codes: ["TS2552", "TS2304", "TS2663", "TS2662"],
  stage: "names",
  reveals: false,
  propose: (finding, { source }) => {
    const name = source.text.slice(finding.start, finding.end);
    const meant = /Did you mean (?:the \w+ )*'([^']+)'\?/.exec(finding.message)?.[1];
    if (meant !== undefined) return editFile(source, renameAt(source, finding, meant));
    const [near, second] = nearestTexts(name, {
      candidates: [...declaredNames(source.program)].filter((other) => other !== name),
      limit: 2,
    });
    if (near === undefined) return none(`nothing here is called ${name} or nearly so`);
    if (second !== undefined && second.length === near.length) {
      return none(`it could mean ${near} or ${second}`);
    }
    return editFile(source, renameAt(source, finding, near));
  },
};

/** All names that a file declares anywhere: the check that follows refuses those out of reach. */
function declaredNames(program: Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of walk(program)) {
    switch (node.type) {
      case "ImportSpecifier":
      case "ImportDefaultSpecifier":
      case "ImportNamespaceSpecifier":
        names.add(node.local.name);
        break;
      case "VariableDeclarator":
        for (const inner of walk(node.id)) if (inner.type === "Identifier") names.add(inner.name);
        break;
      case "FunctionDeclaration":
      case "ClassDeclaration":
      case "TSTypeAliasDeclaration":
      case "TSInterfaceDeclaration":
        if (node.id !== null) names.add(node.id.name);
        break;
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        for (const parameter of node.params) {
          for (const inner of walk(parameter))
            if (inner.type === "Identifier") names.add(inner.name);
        }
        break;
      default:
        break;
    }
  }
  return names;
}
