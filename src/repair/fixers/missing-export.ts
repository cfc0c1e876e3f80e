import type { Finding } from "../finding.ts";
import {
  attempts,
  editOf,
  none,
  notMine,
  type Attempt,
  type Fixer,
  type FixerAnswer,
  type FixerContext,
} from "../fixer.ts";
import { importAround, importParts, rewriteImport, takeName } from "../import-edits.ts";
import { moduleSpecifier } from "../module-specifier.ts";
import { compareText } from "../../core/compare-text.ts";
import { importVotes } from "../import-votes.ts";
import { nearestTexts } from "../../core/nearest-text.ts";
import { referencesTo } from "../references.ts";
import type { SourceFile } from "../source-file.ts";
import type { TextEdit } from "../text-edit.ts";

/** A name that the module does not give: it keeps it for itself, spells it otherwise, or another module gives it. */
export const missingExport: Fixer = {
  name: "missing-export",
  codes: ["TS2305", "TS2459", "TS2724", "TS2460", "TS2339"],
  stage: "exports",
  propose: (finding, context) => {
    const { source, project } = context;
    if (finding.code === "TS2339") return keptByWhole(finding, project);
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
    const found = [
      ...elsewhere(wanted, context),
      ...spelt(wanted, { finding, source, given }),
      ...(given === null ? asDefault(wanted, source) : []),
    ];
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

/**
 * A name of a module that is taken as a whole, by `import()` or `import * as`. The compiler names the module by its
 * whole path without ending.
 */
function keptByWhole({ message }: Finding, project: FixerContext["project"]): FixerAnswer {
  const [, name, module] =
    /^Property '([^']+)' does not exist on type 'typeof import\("([^"]+)"\)'/.exec(message) ?? [];
  if (name === undefined || module === undefined) return notMine;
  const [path] = [...project.texts.keys()]
    .filter((each) => `/${module}`.endsWith(`/${each.replace(/\.\w+$/, "")}`))
    .toSorted((left, right) => right.length - left.length);
  const given = path === undefined ? null : project.source(path);
  const kept = given === null ? null : exportKept(given, name);
  return kept === null ? notMine : attempts([kept]);
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

/** Other files of the project that give the name, those first from which most take it. */
function elsewhere(wanted: Wanted, context: FixerContext): readonly Attempt[] {
  const { source, project } = context;
  const votes = importVotes(wanted.name, context);
  const files = [...project.texts.keys()].filter(
    (path) => path !== source.path && (project.source(path)?.exports.has(wanted.name) ?? false),
  );
  const isOwn = (value: string) => project.resolve(source.path, value) !== null;
  const named = [wanted.node.source.value, ...source.sources.map(({ value }) => value)];
  const like = named.find(isOwn) ?? "./";
  return files
    .map((target) => moduleSpecifier(project, { from: source.path, target, like }))
    .toSorted(
      (left, right) => (votes.get(right) ?? 0) - (votes.get(left) ?? 0) || compareText(left, right),
    )
    .slice(0, 3)
    .map((from) => takeFrom(wanted, { source, from }));
}

function takeFrom(
  { node, specifier }: Wanted,
  { source, from }: { readonly source: SourceFile; readonly from: string },
): Attempt {
  const code = source.text.slice(specifier.start, specifier.end);
  const parts = importParts(source, node);
  const named = parts.named.filter((written) => written !== code);
  if (named.length === 0 && parts.defaultName === null) {
    const { start, end } = node.source;
    const quote = source.text[start] ?? '"';
    return editOf(source, { start, end, text: `${quote}${from}${quote}` });
  }
  const isType = parts.isType || code.startsWith("type ");
  const taken = takeName(source, { name: code.replace(/^type\s+/, ""), from, isType });
  return editOf(source, rewriteImport(source, node, { ...parts, named }), taken);
}

/** Packages often give their main thing as the default. */
function asDefault({ node, specifier, local }: Wanted, source: SourceFile): readonly Attempt[] {
  const parts = importParts(source, node);
  if (parts.defaultName !== null || parts.namespace !== null) return [];
  const code = source.text.slice(specifier.start, specifier.end);
  const named = parts.named.filter((written) => written !== code);
  return [editOf(source, rewriteImport(source, node, { ...parts, named, defaultName: local }))];
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
