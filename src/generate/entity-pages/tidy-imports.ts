import { compareText } from "../../core/compare-text.ts";

/** Source -> what is imported from it: name -> whether the name is a type only. */
type Imports = Map<string, Map<string, boolean>>;

/**
 * The imports of a TypeScript file as a person would have them: none that is not used, so that one template serves
 * entities with and without dates, choices and pictures; one statement for each source; packages before the app's own.
 * Only named imports are known: `import { A, type B } from "c";`.
 */
export function tidyImports(text: string): string {
  const body = text.replaceAll(statement, "");
  const imports: Imports = new Map();
  for (const [, type, names = "", source = ""] of text.matchAll(statement)) {
    const known = imports.get(source) ?? new Map<string, boolean>();
    for (const name of names.split(",").map((part) => part.trim())) {
      const isType = type !== undefined || name.startsWith("type ");
      const plain = name.replace(/^type /, "");
      if (isUsed(plain, body)) known.set(plain, isType && (known.get(plain) ?? true));
    }
    imports.set(source, known);
  }
  const lines = [...imports.keys()]
    .toSorted(compareSources)
    .flatMap((source) => printImport(source, imports));
  return [...lines, body.replace(/^\n+/, lines.length === 0 ? "" : "\n")].join("\n");
}

const statement = /^import (type )?\{([^}]*)\} from ("[^"]+");\n/gm;

function isUsed(imported: string, body: string): boolean {
  const local = imported.replace(/^.* as /, "");
  return (
    local !== "" && new RegExp(String.raw`(?<![\w$.])${local}(?![\w$])`).test(withoutWords(body))
  );
}

/** Code without its comments, plain strings and texts for people, in which a word is no use of an import. */
function withoutWords(code: string): string {
  return code
    .replaceAll(/^\s*(?:\/\/|\/\*\*|\*).*$/gm, "")
    .replaceAll(/"[^"\n]*"/g, '""')
    .replaceAll(/^\s*[A-Z][\w ,.:;'’?!-]*$/gm, "")
    .replaceAll(/>[^<>{}()=;]+</g, "><");
}

function printImport(source: string, imports: Imports): readonly string[] {
  const names = [...(imports.get(source) ?? [])].toSorted(
    ([left, isType], [right, isOtherType]) =>
      Number(isType) - Number(isOtherType) ||
      compareText(left.toLowerCase(), right.toLowerCase()) ||
      compareText(left, right),
  );
  if (names.length === 0) return [];
  if (names.every(([, isType]) => isType)) {
    return [`import type { ${names.map(([name]) => name).join(", ")} } from ${source};`];
  }
  const printed = names.map(([name, isType]) => (isType ? `type ${name}` : name));
  return [`import { ${printed.join(", ")} } from ${source};`];
}

function compareSources(left: string, right: string): number {
  return Number(isOwn(left)) - Number(isOwn(right)) || compareText(left, right);
}

function isOwn(source: string): boolean {
  return /^"(?:@\/|\.)/.test(source);
}
