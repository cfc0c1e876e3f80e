import { parseSync, visitorKeys, type Node } from "oxc-parser";

/** What one file of code leads to. */
export interface SourceLinks {
  /** Modules that it loads when it runs, as they are written: "./video.ts", "@/lib/errors", "react". */
  readonly modules: readonly string[];
  /** All other constant texts; some may name a file. */
  readonly texts: readonly string[];
  /** Whether it can load what its text does not name. */
  readonly isOpen: boolean;
}

interface Found {
  readonly modules: Set<string>;
  readonly texts: Set<string>;
  isOpen: boolean;
}

/** By these code can find files that it does not name. */
const openNames: ReadonlySet<string> = new Set([
  "__dirname",
  "__filename",
  "createRequire",
  "cwd",
  "eval",
  "getBuiltinModule",
  "require",
]);

/** Reads a file with a real parser. One that cannot be parsed is open. */
export function readLinks(path: string, text: string): SourceLinks {
  const { program, errors } = parseSync(path, text);
  const found: Found = { modules: new Set(), texts: new Set(), isOpen: errors.length > 0 };
  collect(program, found);
  return { modules: [...found.modules], texts: [...found.texts], isOpen: found.isOpen };
}

function collect(node: Node, found: Found): void {
  switch (node.type) {
    case "TSImportType":
    case "TSLiteralType":
      return;
    case "ImportDeclaration":
      if (node.importKind !== "type") found.modules.add(node.source.value);
      return;
    case "ExportAllDeclaration":
      if (node.exportKind !== "type") found.modules.add(node.source.value);
      return;
    case "ExportNamedDeclaration":
      if (node.source !== null) {
        if (node.exportKind !== "type") found.modules.add(node.source.value);
        return;
      }
      break;
    case "ImportExpression": {
      const name = constantOf(node.source);
      if (name === null) found.isOpen = true;
      else found.modules.add(name);
      break;
    }
    case "NewExpression": {
      const [place, base] = node.arguments;
      const isAddress = node.callee.type === "Identifier" && node.callee.name === "URL";
      const isBeside = base !== undefined && isMeta(base, "url");
      // Only the text decides: `new URL("./image.png", import.meta.url)`.
      if (isAddress && isBeside && place !== undefined && constantOf(place) !== null) {
        collect(place, found);
        return;
      }
      break;
    }
    case "MemberExpression":
      if (isMeta(node, "env")) return;
      break;
    case "MetaProperty":
      if (node.meta.name === "import") found.isOpen = true;
      return;
    case "Identifier":
      if (openNames.has(node.name)) found.isOpen = true;
      return;
    case "Literal":
      if (typeof node.value === "string") found.texts.add(node.value);
      return;
    case "TemplateElement":
      found.texts.add(node.value.cooked ?? node.value.raw);
      return;
    default:
      break;
  }
  for (const key of visitorKeys[node.type] ?? []) {
    const below: unknown = Reflect.get(node, key);
    for (const child of Array.isArray(below) ? below : [below]) {
      if (isNode(child)) collect(child, found);
    }
  }
}

function isMeta(node: Node, name: string): boolean {
  return (
    node.type === "MemberExpression" &&
    node.object.type === "MetaProperty" &&
    node.property.type === "Identifier" &&
    node.property.name === name
  );
}

function constantOf(node: Node): string | null {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral" || node.expressions.length > 0) return null;
  return node.quasis[0]?.value.cooked ?? null;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
