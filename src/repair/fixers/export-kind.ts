import type { ImportDeclaration } from "oxc-parser";
import {
  editFile,
  none,
  notMine,
  type Fixer,
  type FixerAnswer,
  type FixerContext,
} from "../fixer.ts";
import { importAround, importParts, rewriteImport } from "../import-edits.ts";

/** Taken as the default of a module that gives it by name, or the other way round. */
export const exportKind: Fixer = {
  name: "export-kind",
  codes: ["TS2613", "TS2614", "TS1192", "TS2595", "TS2596", "TS2597", "TS2616", "TS2617"],
  stage: "exports",
  propose: (finding, context) => {
    const node = importAround(context.source, finding);
    if (node === null) return notMine;
    return finding.code === "TS2614"
      ? asDefault(node, { ...context, name: finding.message })
      : asNamed(node, context);
  },
};

function asNamed(node: ImportDeclaration, { source, project }: FixerContext): FixerAnswer {
  const parts = importParts(source, node);
  const { defaultName } = parts;
  if (defaultName === null) return none("the import takes no default");
  const target = project.resolve(source.path, node.source.value);
  const given = target === null ? null : (project.source(target)?.exports ?? null);
  const names = given === null ? [defaultName] : [...given].filter((name) => name !== "default");
  const name = names.includes(defaultName)
    ? defaultName
    : names.length === 1
      ? names[0]
      : undefined;
  if (name === undefined) return none(`the module gives no ${defaultName}`);
  const written = name === defaultName ? name : `${name} as ${defaultName}`;
  const named = [...parts.named, written];
  return editFile(source, rewriteImport(source, node, { ...parts, defaultName: null, named }));
}

function asDefault(
  node: ImportDeclaration,
  { source, name: message }: FixerContext & { readonly name: string },
): FixerAnswer {
  const parts = importParts(source, node);
  const name = /no exported member '([^']+)'/.exec(message)?.[1];
  const specifier = node.specifiers.find(
    (part) =>
      part.type === "ImportSpecifier" &&
      source.text.slice(part.imported.start, part.imported.end) === name,
  );
  if (specifier === undefined || parts.defaultName !== null) {
    return none("the import takes another default already");
  }
  const code = source.text.slice(specifier.start, specifier.end);
  const named = parts.named.filter((written) => written !== code);
  return editFile(
    source,
    rewriteImport(source, node, { ...parts, defaultName: specifier.local.name, named }),
  );
}
