import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { counted } from "../../core/counted.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { Plan } from "../../spec/plan.ts";
import { declaredBuckets, declaredEntities } from "../declared-access.ts";
import { judged, unavailable } from "../gate-result.ts";
import type { ClosableGate, GateContext, GateResult } from "../gate.ts";
import { tidyWords } from "../tidy-words.ts";
import { ToolProcess } from "../tool-process.ts";
import { contractInputs } from "./contract-inputs.ts";
import { contractAnswerSchema } from "./contract-request.ts";
import { contractStory, type ContractStory } from "./contract-story.ts";
import { stepFindings, type JudgedStep } from "./judge-story.ts";
import { judgeTypes } from "./judge-types.ts";
import { readRowTypes } from "./row-types.ts";

const typesFile = "src/lib/database.types.ts";
const backendFile = "dev/local-backend.ts";

/**
 * Two people and a visitor use every table and bucket through supabase-js, on the app's own local backend: what the
 * access rules allow works, what they do not is refused and changes nothing, rows have the promised columns, counters
 * and cascades hold across all features. The backend stays open between phases.
 */
export function createContractsGate(): ClosableGate {
  const tool = new ContractsTool();
  return {
    id: "contracts",
    title: "Contracts",
    ground: "migrations",
    seconds: 3,
    deadlineSeconds: 120,
    inputs: contractInputs,
    run: (context) => runContracts(context, tool),
    close: () => tool.close(),
  };
}

/** Code that the process has loaded cannot be loaded again, so that other code takes another process. */
class ContractsTool {
  readonly #process = new ToolProcess({
    gate: "contracts",
    entry: "contracts-tool",
    name: "The local backend",
    env: { LITE_TELEMETRY: "0" },
  });
  #code = "";

  async ask(context: GateContext, { people, steps }: ContractStory) {
    const code = await backendCode(context.root);
    if (code !== this.#code) await this.close();
    this.#code = code;
    const requests = steps.map(({ request }) => request);
    return this.#process.ask(context, { people, requests });
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

/** A hash of the backend's code without seeds, which are not asked for. */
async function backendCode(root: string): Promise<string> {
  const names = await readdir(join(root, "dev"), { recursive: true });
  const files = names
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".ts") && !/\.test\.ts$|^seeds?[./]|^seeder\.ts$/.test(name));
  const hash = createHash("sha256");
  for (const name of files.toSorted()) {
    hash.update(`${name}\n${await readFile(join(root, "dev", name), "utf8")}\n`);
  }
  return hash.digest("hex");
}

async function runContracts(context: GateContext, tool: ContractsTool): Promise<GateResult> {
  const entities = declaredEntities(context);
  const buckets = declaredBuckets(context);
  if (entities.length === 0 && buckets.length === 0)
    return { outcome: "passed", summary: "no tables yet", diagnostics: [] };
  if (!existsSync(join(context.root, backendFile))) return withoutBackend();
  const story = contractStory(entities, buckets);
  const asked = await tool.ask(context, story);
  if (asked.kind === "unavailable") return asked.result;
  const answer = contractAnswerSchema.parse(asked.answer);
  if (answer.kind === "failed") return notStarted(answer.message, context);
  const found = await judge(context, { story, replies: answer.replies });
  return judged(summaryOf({ story, found, tables: entities.length, buckets: buckets.length }), [
    ...found,
    ...untriedFindings(story),
  ]);
}

function withoutBackend(): GateResult {
  return unavailable({
    gate: "contracts",
    message: `The app has tables, but no local backend (${backendFile}).`,
    fix: "Build the app again, or bring the file back.",
  });
}

function notStarted(message: string, { root }: GateContext): GateResult {
  const words = tidyWords(message, root);
  return judged("the local backend does not start", [
    diagnostic({
      code: "contracts/backend",
      file: backendFile,
      message: `The local backend does not start, or nobody can sign up: ${words}`,
    }),
  ]);
}

interface Told {
  readonly story: ContractStory;
  readonly replies: readonly JudgedStep["reply"][];
}

async function judge(context: GateContext, { story, replies }: Told) {
  const featureOf = featuresByTable(context.plan);
  const judgedSteps = story.steps.flatMap((step, at) => {
    const reply = replies[at];
    return reply === undefined ? [] : [{ step, reply }];
  });
  const found = stepFindings(judgedSteps, featureOf);
  const text = await readFile(join(context.root, typesFile), "utf8").catch(() => "");
  const types = await readRowTypes(text);
  if (types === null) {
    const message = "The database types do not have the form that rows can be compared with.";
    return [...found, diagnostic({ code: "contracts/types", file: typesFile, message })];
  }
  const columns = judgeTypes({ judged: judgedSteps, types, file: typesFile, featureOf });
  return [...columns, ...found];
}

function featuresByTable({ features }: Plan): (table: string) => string {
  const titles = new Map(
    features.flatMap(({ title, blueprint: { entities, storage } }) => [
      ...entities.map(({ table }): readonly [string, string] => [table, title]),
      ...storage.map(({ name }): readonly [string, string] => [name, title]),
    ]),
  );
  return (table) => titles.get(table) ?? "Tables that join others";
}

/** What no person may do is one remark; what the two people cannot show is one each. */
function untriedFindings({ untried }: ContractStory): readonly Diagnostic[] {
  const info = { code: "contracts/not-tried", severity: "info" } as const;
  const closed = untried.filter(({ reason }) => reason === null);
  const names = closed.map(({ command, table }) => `${command} on ${table}`).join(", ");
  const message = `No person may do these, as declared, so that they were only refused: ${names}.`;
  const others = untried.flatMap(({ command, table, reason }) => {
    if (reason === null) return [];
    const told = `Nobody succeeds with ${command} on ${table} through the API here: ${reason}. The access gate proves it in the database.`;
    return [diagnostic({ ...info, name: table, message: told })];
  });
  return [...(closed.length === 0 ? [] : [diagnostic({ ...info, message })]), ...others];
}

interface Summary {
  readonly story: ContractStory;
  readonly found: readonly Diagnostic[];
  readonly tables: number;
  readonly buckets: number;
}

function summaryOf({ story, found, tables, buckets }: Summary): string {
  const parts = [
    counted(tables, "table"),
    ...(buckets === 0 ? [] : [counted(buckets, "bucket")]),
    counted(story.steps.length, "request"),
    found.length === 0 ? "all as promised" : `${found.length} not as promised`,
  ];
  return parts.join(", ");
}
