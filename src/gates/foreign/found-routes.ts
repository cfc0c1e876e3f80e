import { compareText } from "../../core/compare-text.ts";
import type { CodeIndex } from "../../workspace/code-index/code-index.ts";

/** More routes than this are not opened: their pages are alike. */
const mostRoutes = 20;

const isTest = /\.(?:test|spec|e2e)\.|(?:^|\/)(?:tests?|e2e|__tests__)\//;

/** The start page, and the whole addresses without parameters that code gives to a router. */
export function foundRoutes({ code }: CodeIndex): readonly string[] {
  const paths = [...code.values()]
    .filter(({ path }) => !isTest.test(path))
    .flatMap(({ text }) => [...text.matchAll(/\bpath\s*[:=]\s*\{?\s*["'](\/[\w./-]*)["']/g)])
    .map((match) => match[1] ?? "/");
  const rest = [...new Set(paths)].filter((path) => path !== "/").toSorted(compareText);
  return ["/", ...rest].slice(0, mostRoutes);
}

/** Variables that code of pages needs, without a value of its own for when they are missing, and that nothing sets. */
export function unsetVariables({ code }: CodeIndex, settings: string): readonly string[] {
  const needed = [...code.values()].flatMap(({ text }) =>
    [...text.matchAll(/\bimport\.meta\.env\.(VITE_\w+)(?!\w|\s*(?:\?\?|\|\|))/g)].map(
      (match) => match[1] ?? "",
    ),
  );
  const isSet = (name: string) =>
    new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=\\s*\\S`, "m").test(settings);
  return [...new Set(needed)].filter((name) => !isSet(name)).toSorted(compareText);
}
