import type { JSXAttribute, Node } from "oxc-parser";
import { compareText } from "../../core/compare-text.ts";
import { editFile, none, type Fixer, type FixerAnswer, type FixerContext } from "../fixer.ts";
import { literalType, plainType } from "../plain-type.ts";
import type { SourceFile } from "../source-file.ts";
import { declaredName, functionAround, walk } from "../syntax-tree.ts";

/** The properties of a component without types, where its uses in the project give each of them a plain one. */
export const untypedProps: Fixer = {
  name: "untyped-props",
  codes: ["TS7031"],
  stage: "types",
  propose: async (finding, context) => {
    const { source } = context;
    const around = source.around(finding);
    const node = functionAround(around);
    const pattern = node?.params[0];
    const name = node === null ? null : componentName(node, around[around.indexOf(node) - 1]);
    if (node?.params.length !== 1 || pattern?.type !== "ObjectPattern" || name === null) {
      return none("nothing says which types the parts have");
    }
    const uses = usesOf(name, context);
    const fields: string[] = [];
    for (const part of pattern.properties) {
      if (part.type !== "Property" || part.key.type !== "Identifier") {
        return none("not all of its parts have plain names");
      }
      const field = await fieldOf(part.key.name, { uses, context });
      if (field === null) return none(`its uses do not say which type ${part.key.name} has`);
      fields.push(field);
    }
    return annotate(source, { end: pattern.end, fields });
  },
};

function componentName(node: Node, parent: Node | undefined): string | null {
  const name = declaredName(node, parent);
  return name !== null && /^[A-Z]/.test(name) ? name : null;
}

interface Use {
  readonly source: SourceFile;
  readonly attributes: readonly JSXAttribute[];
}

/** Where the project shows the component, in the file itself and in those that import from it. */
function usesOf(name: string, { source, project }: FixerContext): readonly Use[] {
  const found: Use[] = [];
  for (const path of [...project.texts.keys()].toSorted(compareText)) {
    const other = project.source(path);
    if (other === null) continue;
    const knows =
      path === source.path ||
      other.sources.some(
        ({ value, names }) => names.includes(name) && project.resolve(path, value) === source.path,
      );
    if (!knows) continue;
    for (const node of walk(other.program)) {
      if (node.type !== "JSXOpeningElement" || node.name.type !== "JSXIdentifier") continue;
      if (node.name.name !== name) continue;
      const attributes = node.attributes.filter((part) => part.type === "JSXAttribute");
      found.push({ source: other, attributes });
    }
  }
  return found;
}

/** `name: type`, with a mark where not every use gives it. */
async function fieldOf(
  name: string,
  { uses, context }: { readonly uses: readonly Use[]; readonly context: FixerContext },
): Promise<string | null> {
  const types = new Set<string>();
  let given = 0;
  for (const { source, attributes } of uses) {
    const attribute = attributes.find(
      (part) => part.name.type === "JSXIdentifier" && part.name.name === name,
    );
    if (attribute === undefined) continue;
    given += 1;
    const type = await typeOf(attribute, { source, server: context.server });
    if (type === null) return null;
    types.add(type);
  }
  const [only, second] = types;
  if (only === undefined || second !== undefined) return null;
  return `${name}${given < uses.length ? "?" : ""}: ${only}`;
}

async function typeOf(
  { value }: JSXAttribute,
  { source, server }: Pick<FixerContext, "source" | "server">,
): Promise<string | null> {
  if (value === null) return "boolean";
  if (value.type === "Literal") return literalType(value.value);
  if (value.type !== "JSXExpressionContainer") return null;
  const { expression } = value;
  if (expression.type === "Literal") return literalType(expression.value);
  if (expression.type === "TemplateLiteral") return "string";
  if (expression.type === "ArrowFunctionExpression") {
    return expression.params.length === 0 ? "() => void" : null;
  }
  if (expression.type !== "Identifier") return null;
  return plainType((await server.hover(source.path, expression.start)) ?? "");
}

function annotate(
  source: SourceFile,
  { end, fields }: { readonly end: number; readonly fields: readonly string[] },
): FixerAnswer {
  return editFile(source, { start: end, end, text: `: { ${fields.join("; ")} }` });
}
