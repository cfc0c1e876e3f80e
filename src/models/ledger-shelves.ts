import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { compareText } from "../core/compare-text.ts";
import {
  createLedger,
  storedText,
  type Ledger,
  type LedgerMode,
  type StoredReply,
} from "./ledger.ts";

/** A ledger that keeps on one shelf, and looks on others first. */
export interface LedgerShelves extends Ledger {
  /** Looks into this folder before all others; never writes to it. A folder that is not there has no replies. */
  readFirst(folder: string): void;
  /** The replies that were found or kept so far, without numbers of requests: key -> text, in order of the keys. */
  used(): ReadonlyMap<string, string>;
}

/** @param folder where replies are kept the moment they arrive. */
export function createShelves(folder: string, mode: LedgerMode): LedgerShelves {
  const own = createLedger(folder, { mode });
  let shelves: readonly Ledger[] = [own];
  const used = new Map<string, string>();
  return {
    mode,
    prepare: () => own.prepare(),
    readFirst(other) {
      shelves = [createLedger(other, { mode }), ...shelves];
    },
    used: () => new Map([...used].toSorted(([left], [right]) => compareText(left, right))),
    async find(key) {
      for (const shelf of shelves) {
        const stored = await shelf.find(key);
        if (stored === null) continue;
        used.set(key, publicText(stored));
        return stored;
      }
      return null;
    },
    async keep(key, stored) {
      await own.keep(key, stored);
      used.set(key, publicText(stored));
    },
  };
}

/** What an app may show to everybody: the provider's number of a request is between it and who paid. */
function publicText(stored: StoredReply): string {
  return storedText({ ...stored, reply: { ...stored.reply, requestId: null } });
}

const askedSchema = z.object({ provider: z.string(), model: z.string() });

/** Whose replies a ledger's folder holds, each provider and model once, in their order. */
export async function modelsInLedger(
  folder: string,
): Promise<readonly z.infer<typeof askedSchema>[]> {
  const names = await readdir(folder).catch(() => []);
  const found = new Map<string, z.infer<typeof askedSchema>>();
  for (const name of names.filter((file) => /^[0-9a-f]{64}\.json$/.test(file))) {
    const asked = await readAsked(join(folder, name));
    if (asked !== null) found.set(`${asked.provider}/${asked.model}`, asked);
  }
  return [...found]
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([, asked]) => asked);
}

async function readAsked(path: string): Promise<z.infer<typeof askedSchema> | null> {
  try {
    const read = askedSchema.safeParse(JSON.parse(await readFile(path, "utf8")));
    return read.success ? read.data : null;
  } catch {
    // A file that is no reply names nobody.
    return null;
  }
}
