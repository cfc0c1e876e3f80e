import { boundNames } from "../bindings.ts";
import { attempts, editOf, notMine, type Fixer, type FixerContext } from "../fixer.ts";
import { importVotes } from "../import-votes.ts";
import { takeName } from "../import-edits.ts";
import { moduleSpecifier } from "../module-specifier.ts";
import { walk } from "../syntax-tree.ts";

/**
 * A missing import that the compiler does not miss, as the browser has something of that name: `screen`, `MouseEvent`.
 * What the file uses without declaring it is taken from where the rest of the project takes it.
 */
export const shadowedGlobal: Fixer = {
  name: "shadowed-global",
  codes: ["TS2339", "TS2322", "TS2345", "TS2551", "TS2554", "TS2740", "TS2769", "TS2315"],
  stage: "names",
  propose: (_, context) => {
    const { source } = context;
    const found = undeclared(context).flatMap((name) => {
      const [best] = [...importVotes(name, context)].toSorted((left, right) => right[1] - left[1]);
      return best === undefined ? [] : [{ name, from: fromHere(best[0], context) }];
    });
    if (found.length === 0) return notMine;
    return attempts(
      found.flatMap(({ name, from }) => {
        const isType = /^[A-Z]\w*(?:Event|Element|Node)$/.test(name);
        return [editOf(source, takeName(source, { name, from, isType }))];
      }),
    );
  },
};

/** Names that the file uses and does not declare anywhere, in order. */
function undeclared({ source }: FixerContext): readonly string[] {
  const declared = new Set<string>();
  const used = new Set<string>();
  for (const node of walk(source.program)) {
    if (node.type === "ImportSpecifier") declared.add(node.local.name);
    else if (node.type === "ImportDefaultSpecifier") declared.add(node.local.name);
    else if (node.type === "ImportNamespaceSpecifier") declared.add(node.local.name);
    else if (node.type === "VariableDeclarator")
      boundNames(node.id).forEach((name) => declared.add(name));
    else if (node.type === "FunctionDeclaration" && node.id !== null) declared.add(node.id.name);
    else if (node.type === "TSTypeAliasDeclaration") declared.add(node.id.name);
    else if (node.type === "TSInterfaceDeclaration") declared.add(node.id.name);
    else if (node.type === "MemberExpression" && node.object.type === "Identifier")
      used.add(node.object.name);
    else if (node.type === "CallExpression" && node.callee.type === "Identifier")
      used.add(node.callee.name);
    else if (node.type === "TSTypeReference" && node.typeName.type === "Identifier")
      used.add(node.typeName.name);
  }
  return [...used].filter((name) => !declared.has(name));
}

function fromHere(value: string, { project, source }: FixerContext): string {
  if (!value.startsWith(".")) return value;
  const target = project.resolve(source.path, value);
  return target === null
    ? value
    : moduleSpecifier(project, { from: source.path, target, like: value });
}
