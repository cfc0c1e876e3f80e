import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { countCheats, isReadable, type CheatCount } from "./cheat-count.ts";
import { configCheats } from "./config-cheats.ts";

interface RepairedFiles {
  /** The files that a repair touches, as they were. */
  readonly before: ReadonlyMap<string, string>;
  /** The same files after it; a file that is missing is deleted. */
  readonly after: ReadonlyMap<string, string>;
}

/**
 * Why a repair may not be taken: it silences a check instead of mending what the check found. It looks at what there
 * is more of (`any`, casts, comments that switch checks off, `!`, empty catches, skipped tests) or less of (tests,
 * assertions, exports, throws, policies) than before, over all its files together, so that code may move from one file
 * to another. Settings of checks may not change at all.
 * @returns nothing for an honest repair.
 */
export function refuseCheats({ before, after }: RepairedFiles): readonly Diagnostic[] {
  // Both sides are counted in the same way: a file that cannot be parsed makes words of all of them.
  const readable = [...before, ...after].every(([file, text]) => isReadable(file, text));
  const was = countAll(before, readable);
  const is = countAll(after, readable);
  return [
    ...[...is].flatMap(([what, count]) => compare(what, was.get(what), count)),
    ...gone(was, is),
    ...configCheats(before, after),
  ];
}

type Counts = ReadonlyMap<string, CheatCount & { readonly file: string }>;

function countAll(files: ReadonlyMap<string, string>, readable: boolean): Counts {
  const all = new Map<string, CheatCount & { readonly file: string }>();
  for (const [file, text] of files) {
    for (const found of countCheats({ file, text }, readable)) {
      const known = all.get(found.what);
      all.set(found.what, {
        ...found,
        file: known?.file ?? file,
        count: found.count + (known?.count ?? 0),
      });
    }
  }
  return all;
}

function compare(
  what: string,
  was: CheatCount | undefined,
  is: CheatCount & { readonly file: string },
): readonly Diagnostic[] {
  const before = was?.count ?? 0;
  if (is.kind === "weakens" && is.count > before) return [refusal(is.file, `It adds ${what}`)];
  if (is.kind === "protects" && is.count < before)
    return [refusal(is.file, `It takes away ${what}`)];
  return [];
}

function gone(was: Counts, is: Counts): readonly Diagnostic[] {
  return [...was].flatMap(([what, { kind, file }]) =>
    kind === "protects" && !is.has(what) ? [refusal(file, `It takes away ${what}`)] : [],
  );
}

function refusal(file: string, message: string): Diagnostic {
  return diagnostic({ code: "repair-cheat", file, message });
}
