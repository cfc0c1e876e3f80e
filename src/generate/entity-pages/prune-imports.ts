/**
 * Leaves out what a TypeScript file imports by name and does not use, so that one template serves entities with and
 * without dates, choices and pictures. Statements are as the app's formatter writes them: `import { A, type B } from "c";`.
 */
export function pruneImports(text: string): string {
  const statement = /^import (type )?\{([^}]*)\} from ("[^"]+");\n/gm;
  const body = text.replaceAll(statement, "");
  return text.replaceAll(
    statement,
    (_, type: string | undefined, names: string, source: string) => {
      const used = names
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "" && isUsed(name, body));
      return used.length === 0
        ? ""
        : `import ${type ?? ""}{ ${used.join(", ")} } from ${source};\n`;
    },
  );
}

function isUsed(imported: string, body: string): boolean {
  const local = imported.replace(/^type /, "").replace(/^.* as /, "");
  return new RegExp(String.raw`(?<![\w$.])${local}(?![\w$])`).test(body);
}
