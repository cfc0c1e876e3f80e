import { createHash, randomUUID } from "node:crypto";
import { access, constants, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UnavailableError } from "../core/errors.ts";
import type { ModelCall, ModelReply } from "./model-call.ts";
import type { ModelTarget } from "./price-table.ts";

/**
 * `use`: ask the ledger first, keep every reply. `record`: never ask, keep. `replay`: only ask; a miss is an error.
 */
export type LedgerMode = "use" | "record" | "replay";

const storedSchema = z.object({
  version: z.literal(1),
  provider: z.string(),
  model: z.string(),
  usd: z.number().nullable(),
  reply: z.object({
    text: z.string(),
    stop: z.enum(["done", "tool", "truncated", "paused"]),
    tools: z.array(z.object({ id: z.string(), name: z.string(), input: z.unknown() })),
    usage: z.object({
      inputUncached: z.number(),
      cacheRead: z.number(),
      cacheWrite5m: z.number(),
      cacheWrite1h: z.number(),
      output: z.number(),
      reasoning: z.number(),
      isEstimated: z.boolean(),
    }),
    reportedUsd: z.number().nullable(),
    requestId: z.string().nullable(),
    notes: z.array(z.string()),
  }),
});

export interface StoredReply {
  readonly provider: string;
  readonly model: string;
  /** What it cost when it was bought, in dollars. */
  readonly usd: number | null;
  readonly reply: ModelReply;
}

/** Replies that were paid, by what was asked. Holds no key and no prompt. */
export interface Ledger {
  readonly mode: LedgerMode;
  find(key: string): Promise<StoredReply | null>;
  /**
   * Makes the folder, before money is spent on a reply that could not be kept.
   * @throws UnavailableError when it cannot be written to.
   */
  prepare(): Promise<void>;
  /** On disk, whole, when it returns: a killed process finds it again. */
  keep(key: string, stored: StoredReply): Promise<void>;
}

/** @param folder made before the first call, readable by its owner only. */
export function createLedger(
  folder: string,
  { mode = "use" }: { readonly mode?: LedgerMode } = {},
): Ledger {
  const fileOf = (key: string) => join(folder, `${key}.json`);
  return {
    mode,
    async find(key) {
      if (mode === "record") return null;
      try {
        // A file that is not ours to read as a reply is no reply: it is bought and written anew.
        return readStored(await readFile(fileOf(key), "utf8"));
      } catch (error) {
        if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) {
          return null;
        }
        throw error;
      }
    },
    async prepare() {
      if (mode === "replay") return;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await access(folder, constants.W_OK);
      } catch (error) {
        throw unwritable(folder, error);
      }
    },
    async keep(key, stored) {
      if (mode === "replay") return;
      const draft = join(folder, `.${key}.${randomUUID()}.tmp`);
      try {
        const file = await open(draft, "wx", 0o600);
        try {
          await file.writeFile(storedText(stored));
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, fileOf(key));
      } catch (error) {
        // What is left of the draft is no reply; the first error is the one to tell.
        await rm(draft, { force: true }).catch(() => undefined);
        throw unwritable(folder, error);
      }
    },
  };
}

/** A reply as it is written. */
export function storedText(stored: StoredReply): string {
  return `${JSON.stringify({ version: 1, ...stored }, null, 1)}\n`;
}

/** @throws SyntaxError or ZodError for a text that is no stored reply. */
function readStored(text: string): StoredReply {
  const { version: _, ...stored } = storedSchema.parse(JSON.parse(text));
  return stored;
}

function unwritable(folder: string, cause: unknown): UnavailableError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new UnavailableError(`Replies of models cannot be kept: ${said}`, {
    nextSteps: [`Make room in ${folder}, or make it writable.`],
    cause,
  });
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code))
  );
}

/**
 * What makes two calls the same: who is asked, for what, within which limits. Neither time nor keys nor the
 * address belong to it; `promptVersion` does, so that a better prompt asks again.
 */
export function ledgerKey(
  { provider, model }: ModelTarget,
  { call, promptVersion }: { readonly call: ModelCall; readonly promptVersion: string },
): string {
  const { system, messages, output, tools, maxOutputTokens, effort } = call;
  const asked = [
    1,
    provider.id,
    provider.protocol,
    model,
    promptVersion,
    system,
    messages.map(({ role, text }) => [role, text]),
    output.kind === "text" ? "text" : [output.name, output.schema],
    tools.map(({ name, description, inputSchema }) => [name, description, inputSchema]),
    maxOutputTokens,
    effort,
  ];
  return createHash("sha256").update(JSON.stringify(asked)).digest("hex");
}
