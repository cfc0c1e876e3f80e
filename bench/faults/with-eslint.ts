import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** ESLint and its plugins live in a folder of their own: they need a TypeScript that nothing else uses. */
const folder = join(import.meta.dirname, "..", "eslint");

interface LintResult {
  /** Absent where nothing was fixed. */
  readonly output?: string;
}

interface Linter {
  lintText(text: string, options: { readonly filePath: string }): Promise<readonly LintResult[]>;
}

type LinterClass = new (options: object) => Linter;

/** What `eslint --fix` makes of the text of a file. */
export type EslintFix = (file: { readonly path: string; readonly text: string }) => Promise<string>;

/**
 * ESLint with the recommended rules of itself, typescript-eslint and react-hooks, and those of typescript-eslint that
 * correct how types are imported. Null when it is not installed.
 */
export async function startEslint(root: string): Promise<EslintFix | null> {
  const isThere = await stat(join(folder, "node_modules")).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const { ESLint }: { ESLint: LinterClass } = await load("eslint/lib/api.js");
  const eslint = new ESLint({
    cwd: root,
    fix: true,
    overrideConfigFile: true,
    overrideConfig: await config(),
  });
  return async ({ path, text }) => {
    const [result] = await eslint.lintText(text, { filePath: join(root, path) });
    return result?.output ?? text;
  };
}

function load(path: string) {
  return import(pathToFileURL(join(folder, "node_modules", path)).href);
}

async function config(): Promise<readonly object[]> {
  const { default: js } = await load("@eslint/js/src/index.js");
  const { default: typescript } = await load("typescript-eslint/dist/index.js");
  const { default: hooks } = await load("eslint-plugin-react-hooks/index.js");
  return [
    js.configs.recommended,
    ...typescript.configs.recommended,
    ...typescript.configs.stylistic,
    hooks.configs.flat.recommended,
    {
      files: ["**/*.ts", "**/*.tsx"],
      rules: {
        "@typescript-eslint/consistent-type-imports": "error",
        "@typescript-eslint/no-import-type-side-effects": "error",
      },
    },
  ];
}
