import type { Finding } from "../finding.ts";
import {
  attempts,
  editOf,
  none,
  notMine,
  type Attempt,
  type Fixer,
  type FixerContext,
} from "../fixer.ts";
import { importAround, importParts, rewriteImport, takeName } from "../import-edits.ts";
import { moduleSpecifier } from "../module-specifier.ts";
import { nearestTexts } from "../../core/nearest-text.ts";
import { referencesTo } from "../references.ts";
import type { SourceFile } from "../source-file.ts";
import type { TextEdit } from "../text-edit.ts";

/** A name that the module does not give: it keeps it for itself, spells it otherwise, or another module gives it. */
export const missingExport: Fixer = {
  name: "missing-export",
  codes: ["TS2305", "TS2459", "TS2724", "TS2460"],
  stage: "exports",
  propose: (finding, context) => {
    const { source, project } = context;
    const node = importAround(source, finding);
    const specifier = node?.specifiers.find(
      ({ start, end }) => start <= finding.start && end >= finding.end,
    );
    if (node === null || specifier?.type !== "ImportSpecifier") {
      return notMine;
    }
    const name = source.text.slice(specifier.imported.start, specifier.imported.end);
    const target = project.resolve(source.path, node.source.value);
    const given = target === null ? null : project.source(target);
    const wanted: Wanted = { name, local: specifier.local.name, node, specifier };
    if (given !== null) {
      const kept = exportKept(given, name);
      if (kept !== null) return attempts([kept]);
    }
    const found = [...elsewhere(wanted, context), ...spelt(wanted, { finding, source, given })];
    return found.length === 0
      ? none(`neither ${node.source.value} nor another module of the project gives ${name}`)
      : attempts(found);
  },
};

interface Wanted {
  readonly name: string;
  readonly local: string;
  readonly node: NonNullable<ReturnType<typeof importAround>>;
  readonly specifier: { readonly start: number; readonly end: number };
}

/** The declaration at the top of the module, given away from now on. */
function exportKept(given: SourceFile, name: string): Attempt | null {
  for (const node of given.program.body) {
    const isIt =
      node.type === "VariableDeclaration"
        ? node.declarations.some(({ id }) => id.type === "Identifier" && id.name === name)
        : (node.type === "FunctionDeclaration" ||
            node.type === "ClassDeclaration" ||
            node.type === "TSTypeAliasDeclaration" ||
            node.type === "TSInterfaceDeclaration" ||
            node.type === "TSEnumDeclaration") &&
          node.id?.name === name;
    if (isIt) return editOf(given, { start: node.start, end: node.start, text: "export " });
  }
  return null;
}

/** The one other file of the project that gives the name. */
function elsewhere(wanted: Wanted, { source, project }: FixerContext): readonly Attempt[] {
  const files = [...project.texts.keys()].filter(
    (path) => path !== source.path && (project.source(path)?.exports.has(wanted.name) ?? false),
  );
  const [target] = files;
  if (target === undefined || files.length > 1) return [];
  const isOwn = (value: string) => project.resolve(source.path, value) !== null;
  const manner =
    [wanted.node.source.value, ...source.sources.map(({ value }) => value)].find(isOwn) ?? "./";
  const from = moduleSpecifier(project, { from: source.path, target, like: manner });
  const code = source.text.slice(wanted.specifier.start, wanted.specifier.end);
  const parts = importParts(source, wanted.node);
  const named = parts.named.filter((written) => written !== code);
  const isType = parts.isType || code.startsWith("type ");
  const taken = takeName(source, { name: code.replace(/^type\s+/, ""), from, isType });
  const isOnly = named.length === 0 && parts.defaultName === null;
  if (isOnly) {
    const { start, end } = wanted.node.source;
    const quote = source.text[start] ?? '"';
    return [editOf(source, { start, end, text: `${quote}${from}${quote}` })];
  }
  return [editOf(source, rewriteImport(source, wanted.node, { ...parts, named }), taken)];
}

interface SpellingPlace {
  readonly finding: Finding;
  readonly source: SourceFile;
  readonly given: SourceFile | null;
}

/** The name that the module gives and that reads nearly the same, with every use in the file. */
function spelt(wanted: Wanted, { finding, source, given }: SpellingPlace): readonly Attempt[] {
  const meant = /Did you mean '([^']+)'\?/.exec(finding.message)?.[1];
  const [near] = nearestTexts(wanted.name, { candidates: given?.exports ?? [] });
  return [...new Set([meant ?? [], near ?? []].flat())].map((name) =>
    editOf(source, ...renameImported(source, wanted, name)),
  );
}

function renameImported(source: SourceFile, wanted: Wanted, name: string): readonly TextEdit[] {
  const { start, end } = wanted.specifier;
  const code = source.text.slice(start, end);
  if (wanted.local !== wanted.name) {
    return [{ start, end, text: code.replace(wanted.name, name) }];
  }
  return referencesTo(source, wanted.local).map((place) => ({
    start: place.start,
    end: place.end,
    text: place.isShorthand ? `${wanted.local}: ${name}` : name,
  }));
}
