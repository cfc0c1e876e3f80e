import type { ScriptedFiles, FilesQuestion } from "./scripted-brain.ts";

/** Pages as a good model would send them back: they do something else than those they come from, and pass all gates. */
export function goodPages({ allowed, pages }: FilesQuestion): ScriptedFiles {
  return { files: allowed.map((path) => ({ path, content: variantOf(pages.get(path) ?? "") })) };
}

/** A page that appears softly, and says in its code who wrote it. */
export function variantOf(text: string): string {
  return text
    .replace(/className="(?=[a-z])/, 'className="animate-appear ')
    .replace(/\n*$/, "\n\n// Written by a simulated model.\n");
}

/** Faults that a model's pages can have, each in one page. */
const faults = {
  /** Found by the compiler alone. */
  "type-error": (text: string) => `${text}\nexport const pageCount: number = "many";\n`,
  /** Found before the gates. */
  "missing-export": (text: string) => text.replace(/^export function (\w+)/m, "function $1"),
  placeholder: (text: string) =>
    text.replace(/\n {2}return/, "\n  // ... rest of the code\n  return"),
  any: (text: string) => `${text}\nexport const pageState: any = null;\n`,
} as const;
export type PageFault = keyof typeof faults;

/** Good pages, the first of which (in order of their paths) has a fault. */
export function faultyPages(question: FilesQuestion, fault: PageFault): ScriptedFiles {
  const { files = [] } = goodPages(question);
  return {
    files: files.map(({ path, content }, index) => ({
      path,
      content: index === 0 ? faults[fault](content) : content,
    })),
  };
}

/** Good pages, and a file where a feature has nothing to write. */
export function pagesAndMore(question: FilesQuestion, path: string): ScriptedFiles {
  const { files = [] } = goodPages(question);
  return { files: [...files, { path, content: "export const elsewhere = 1;\n" }] };
}

/** The edit by which a good model takes the type error away again. */
export function withoutTypeError({ allowed, pages }: FilesQuestion): ScriptedFiles {
  const line = 'export const pageCount: number = "many";';
  const faulty = allowed.filter((path) => pages.get(path)?.includes(line));
  return {
    edits: faulty.map((path) => ({ path, search: line, replace: "export const pageCount = 1;" })),
  };
}
