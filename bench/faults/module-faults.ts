import { posix } from "node:path";
import { importParts, rewriteImport, wholeLines } from "../../src/repair/import-edits.ts";
import type { SourceFile } from "../../src/repair/source-file.ts";
import { fault, kind, misspelt, type FaultKind } from "./fault-kind.ts";

const isOwn = (value: string) => /^(?:@|\.{1,2})\//.test(value);

const own = (source: SourceFile) => source.sources.filter(({ value }) => isOwn(value));

function importsOf(source: SourceFile) {
  return source.program.body.filter((node) => node.type === "ImportDeclaration");
}

/** Faults in which module a file names, and in what it takes from it. */
export const moduleFaults: readonly FaultKind[] = [
  kind("module-wrong-folder", (source) =>
    own(source)
      .filter(({ value }) => value.split("/").length > 2)
      .map(({ value, start, end }) => {
        const parts = value.split("/");
        const text = `"${[...parts.slice(0, -2), "shared", parts.at(-1)].join("/")}"`;
        return fault({ start, end, text });
      }),
  ),
  kind("module-misspelt", (source) =>
    own(source).flatMap(({ value, start, end }) => {
      const name = misspelt(posix.basename(value));
      return name === null
        ? []
        : [fault({ start, end, text: `"${posix.dirname(value)}/${name}"` })];
    }),
  ),
  kind("module-wrong-case", (source) =>
    own(source).map(({ value, start, end }) => {
      const name = posix.basename(value);
      const text = `"${posix.dirname(value)}/${name.charAt(0).toUpperCase()}${name.slice(1)}"`;
      return fault({ start, end, text });
    }),
  ),
  kind("module-wrong-depth", (source) =>
    own(source).map(({ value, start, end }) =>
      fault({ start, end, text: `"../${value.replace(/^(?:@|\.{1,2})\//, "")}"` }),
    ),
  ),
  kind("package-misspelt", (source) =>
    source.sources
      .filter(({ value }) => /^[a-z][a-z-]{6,}$/.test(value))
      .flatMap(({ value, start, end }) => {
        const name = misspelt(value);
        return name === null ? [] : [fault({ start, end, text: `"${name}"` })];
      }),
  ),
  kind("import-line-removed", (source) =>
    importsOf(source)
      .filter(({ specifiers }) => specifiers.length > 0)
      .map((node) => fault({ ...wholeLines(source.text, node), text: "" })),
  ),
  kind("import-name-removed", (source) =>
    importsOf(source).flatMap((node) => {
      const parts = importParts(source, node);
      if (parts.named.length < 2) return [];
      return parts.named.map((name) =>
        fault(
          rewriteImport(source, node, {
            ...parts,
            named: parts.named.filter((other) => other !== name),
          }),
        ),
      );
    }),
  ),
  kind("import-from-other-module", (source, project) =>
    importsOf(source).flatMap((node) => {
      if (!isOwn(node.source.value) || node.specifiers.length === 0) return [];
      const other = [...project.texts.keys()].find(
        (path) =>
          path.startsWith("src/lib/") &&
          !path.includes(".test.") &&
          project.resolve(source.path, node.source.value) !== path,
      );
      if (other === undefined) return [];
      const text = `"@/${other.replace(/^src\//, "").replace(/\.tsx?$/, "")}"`;
      return [fault({ start: node.source.start, end: node.source.end, text })];
    }),
  ),
  kind("import-default-for-named", (source) =>
    importsOf(source).flatMap((node) => {
      const parts = importParts(source, node);
      const [name = ""] = parts.named;
      if (parts.named.length !== 1 || parts.isType || !/^\w+$/.test(name)) return [];
      if (!isOwn(node.source.value)) return [];
      return [fault(rewriteImport(source, node, { ...parts, named: [], defaultName: name }))];
    }),
  ),
  kind("import-named-for-default", (source) =>
    importsOf(source).flatMap((node) => {
      const parts = importParts(source, node);
      if (parts.defaultName === null || parts.named.length > 0) return [];
      return [
        fault(
          rewriteImport(source, node, { ...parts, named: [parts.defaultName], defaultName: null }),
        ),
      ];
    }),
  ),
  kind("export-removed", (source, project) =>
    source.program.body.flatMap((node) => {
      if (node.type !== "ExportNamedDeclaration" || node.declaration === null) return [];
      const isUsed = [...project.texts.keys()].some((path) =>
        project
          .source(path)
          ?.sources.some(({ value }) => project.resolve(path, value) === source.path),
      );
      return isUsed ? [fault({ start: node.start, end: node.declaration.start, text: "" })] : [];
    }),
  ),
  kind("import-type-as-value", (source) =>
    importsOf(source)
      .filter(({ importKind, specifiers }) => importKind === "type" && specifiers.length === 1)
      .map(({ start }) =>
        fault({ start: start + "import".length, end: start + "import type".length, text: "" }),
      ),
  ),
  kind("import-value-as-type", (source) =>
    importsOf(source)
      .filter(
        ({ importKind, specifiers }) =>
          importKind !== "type" &&
          specifiers.length > 0 &&
          specifiers.every((part) => part.type === "ImportSpecifier" && part.importKind !== "type"),
      )
      .map(({ start }) => {
        const place = start + "import".length;
        return fault({ start: place, end: place, text: " type" });
      }),
  ),
  kind("import-twice", (source) =>
    importsOf(source)
      .filter(({ specifiers }) => specifiers.length > 0)
      .map(({ start, end }) =>
        fault({ start: end, end, text: `\n${source.text.slice(start, end)}` }),
      ),
  ),
  kind("import-unused", (source) =>
    source.path.endsWith(".tsx") &&
    !source.imports.some(({ moduleRequest }) => moduleRequest.value === "react")
      ? [fault({ start: 0, end: 0, text: 'import { useMemo } from "react";\n' })]
      : [],
  ),
  kind("jsx-in-ts", (source) =>
    source.path.endsWith(".tsx") && !/\.test\.tsx$|main\.tsx$/.test(source.path)
      ? [{ edits: [], renameTo: source.path.replace(/\.tsx$/, ".ts") }]
      : [],
  ),
];
