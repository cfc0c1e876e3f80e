import type { AppliedFiles, ApplyFiles } from "./applied-files.ts";
import { reorderings } from "./order-statements.ts";

interface Ordered {
  readonly state: AppliedFiles;
  readonly texts: ReadonlyMap<string, string>;
  readonly fixes: readonly {
    readonly code: string;
    readonly file: string;
    readonly fixer: string;
  }[];
}

/** Moves statements until all run, or none can be moved so that more of them do. */
export async function mendOrder(
  first: AppliedFiles,
  {
    texts: given,
    apply,
  }: { readonly texts: ReadonlyMap<string, string>; readonly apply: ApplyFiles },
): Promise<Ordered> {
  let [state, texts] = [first, given];
  const fixes: Ordered["fixes"][number][] = [];
  for (;;) {
    const better = await betterOrder(state, { texts, apply });
    if (better === null) return { state, texts, fixes };
    fixes.push({ code: "schema/statement", file: better.file, fixer: "statement-order" });
    [state, texts] = [better.state, better.texts];
  }
}

interface Better {
  readonly state: AppliedFiles;
  readonly texts: ReadonlyMap<string, string>;
  readonly file: string;
}

async function betterOrder(
  state: AppliedFiles,
  { texts, apply }: { readonly texts: ReadonlyMap<string, string>; readonly apply: ApplyFiles },
): Promise<Better | null> {
  for (const failed of state.failed) {
    for (const reordered of reorderings(state.files, failed)) {
      const next = new Map([...texts].map(([path, text]) => [path, reordered.get(path) ?? text]));
      const applied = await apply(next);
      if (applied.failed.length < state.failed.length)
        return { state: applied, texts: next, file: failed.path };
    }
  }
  return null;
}
