import type { AppliedFiles, ApplyFiles } from "./applied-files.ts";
import { reorderings, type Reordered } from "./order-statements.ts";

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

interface Found {
  readonly state: AppliedFiles;
  readonly texts: ReadonlyMap<string, string>;
}

interface Better extends Found {
  readonly file: string;
}

/** Most things that one statement may lack, one behind the other. */
const mostMoves = 5;

async function betterOrder(
  state: AppliedFiles,
  { texts, apply }: { readonly texts: ReadonlyMap<string, string>; readonly apply: ApplyFiles },
): Promise<Better | null> {
  for (const failed of state.failed) {
    for (const reordered of reorderings(state.files, failed)) {
      const found = await goOn({ reordered, state, texts, apply, moves: 1 });
      if (found !== null) return { ...found, file: failed.path };
    }
  }
  return null;
}

interface Move {
  readonly reordered: Reordered;
  readonly state: AppliedFiles;
  readonly texts: ReadonlyMap<string, string>;
  readonly apply: ApplyFiles;
  readonly moves: number;
}

/** Where a move leads: a statement that has found one thing may miss the next, and goes on until it has all. */
async function goOn({ reordered, state, texts, apply, moves }: Move): Promise<Found | null> {
  const next = new Map([...texts].map(([path, text]) => [path, reordered.get(path) ?? text]));
  const applied = await apply(next);
  if (applied.failed.length < state.failed.length) return { state: applied, texts: next };
  if (applied.failed.length > state.failed.length || moves === mostMoves) return null;
  const known = new Set(state.failed.map(({ message }) => message));
  const other = applied.failed.find(({ message }) => !known.has(message));
  const further = other === undefined ? undefined : reorderings(applied.files, other).at(-1);
  if (further === undefined) return null;
  return goOn({ reordered: further, state: applied, texts: next, apply, moves: moves + 1 });
}
