import type { Node } from "@pgsql/types";
import type { Diagnostic } from "../../core/diagnostic.ts";
import type { LintFinding } from "../../schema/run-lints.ts";
import type { AppliedFiles, ApplyFiles, SqlPlace } from "./applied-files.ts";
import { mendOrder } from "./mend-order.ts";
import { proposeStatements, statementsOf, type SqlProposal } from "./propose-statements.ts";
import { refuseWidening } from "./refuse-widening.ts";
import { repairMigration } from "./repair-migration.ts";

interface SqlFix {
  readonly code: string;
  readonly file: string;
  readonly fixer: string;
}

interface SqlLeft extends SqlPlace {
  readonly code: string;
  readonly message: string;
  /** One sentence without a full stop. */
  readonly why: string;
}

export interface MendedMigrations {
  /** How much was wrong before: statements that do not run, and findings. */
  readonly before: number;
  readonly rounds: number;
  readonly fixes: readonly SqlFix[];
  readonly left: readonly SqlLeft[];
  /** All migrations after the repair. */
  readonly texts: ReadonlyMap<string, string>;
  /** Repairs of ours that were taken back because somebody could have done more. */
  readonly refused: readonly Diagnostic[];
}

interface MendInput {
  /** At least one migration, by path in the order in which they run. */
  readonly texts: ReadonlyMap<string, string>;
  readonly apply: ApplyFiles;
  /** Default: 6. Breaking one circle of policies can show the next. */
  readonly maxRounds?: number;
}

/**
 * Mends migrations without a model: statements that come before what they need change places, and what the finished
 * database lacks goes into a new migration behind the newest. What does not help, or gives anybody more than was declared,
 * is not taken.
 */
export async function mendMigrations(input: MendInput): Promise<MendedMigrations> {
  const first = await input.apply(input.texts);
  const before = first.failed.length + (await findingsOf(first)).findings.length;
  const ordered = await mendOrder(first, input);
  if (ordered.state.failed.length > 0) return stuck(ordered, { before, texts: ordered.texts });
  const run = new LackRun(ordered.state, ordered.texts, input);
  await run.mend();
  return {
    before,
    rounds: ordered.fixes.length + run.rounds,
    fixes: [...ordered.fixes, ...run.fixes],
    left: await run.left(),
    texts: run.texts,
    refused: run.refused,
  };
}

function findingsOf({ facts, files }: AppliedFiles) {
  return proposeStatements(
    facts,
    files.flatMap(({ statements }) => statements.map(({ node }) => node)),
  );
}

type Ordered = Awaited<ReturnType<typeof mendOrder>>;

/** Nothing is put behind migrations that do not run: it would never be reached. */
async function stuck(
  { state, fixes }: Ordered,
  rest: Pick<MendedMigrations, "before" | "texts">,
): Promise<MendedMigrations> {
  const { findings } = await findingsOf(state);
  const newest = { file: state.files.at(-1)?.path ?? "", line: 1 };
  const statements = state.failed.map(({ path, line, message }) => ({
    code: "schema/statement",
    file: path,
    line,
    message,
    why: "no later statement of the files makes what it needs, or it may not be moved",
  }));
  const others = findings.map(({ lint, message, objects }) => ({
    ...(state.placeOf(objects) ?? newest),
    code: lint.code,
    message,
    why: "the migrations do not run as they are: what comes after them would never be reached",
  }));
  return { ...rest, rounds: fixes.length, fixes, left: [...statements, ...others], refused: [] };
}

const keyOf = ({ lint, name, message }: LintFinding) => [lint.code, name, message].join("|");

/** Collects what the finished database lacks, round by round, in one migration. */
class LackRun {
  readonly fixes: SqlFix[] = [];
  readonly refused: Diagnostic[] = [];
  rounds = 0;
  texts: ReadonlyMap<string, string>;
  #state: AppliedFiles;
  readonly #base: ReadonlyMap<string, string>;
  readonly #input: MendInput;
  readonly #taken: SqlProposal[] = [];
  /** Findings whose repair did not help. */
  readonly #failed = new Map<string, string>();

  constructor(state: AppliedFiles, texts: ReadonlyMap<string, string>, input: MendInput) {
    this.#state = state;
    this.#base = texts;
    this.texts = texts;
    this.#input = input;
  }

  async mend(): Promise<void> {
    const { maxRounds = 6 } = this.#input;
    while (this.rounds < maxRounds) {
      const { proposals } = await findingsOf(this.#state);
      const open = proposals.filter(({ finding }) => !this.#failed.has(keyOf(finding)));
      if (open.length === 0) return;
      this.rounds += 1;
      await this.#take(open);
    }
  }

  async left(): Promise<readonly SqlLeft[]> {
    const { proposals, left } = await findingsOf(this.#state);
    const newest = { file: [...this.texts.keys()].at(-1) ?? "", line: 1 };
    const place = ({ objects }: LintFinding) => this.#state.placeOf(objects) ?? newest;
    const toLeft = (finding: LintFinding, why: string): SqlLeft => ({
      ...place(finding),
      code: finding.lint.code,
      message: finding.message,
      why,
    });
    return [
      ...this.#taken.flatMap(({ finding, note }) => (note === null ? [] : [toLeft(finding, note)])),
      ...left.map(({ finding, why }) => toLeft(finding, why)),
      ...proposals.map(({ finding }) =>
        toLeft(finding, this.#failed.get(keyOf(finding)) ?? "there were too many rounds"),
      ),
    ];
  }

  /** All at once, and when that goes wrong by halves, so that the wrong one is alone in the end. */
  async #take(proposals: readonly SqlProposal[]): Promise<void> {
    const [only] = proposals;
    if (only === undefined) return;
    const why = await this.#tryAll(proposals);
    if (why === null) return;
    if (proposals.length === 1) {
      this.#failed.set(keyOf(only.finding), why);
      return;
    }
    const middle = Math.ceil(proposals.length / 2);
    await this.#take(proposals.slice(0, middle));
    await this.#take(proposals.slice(middle));
  }

  /** Null when the proposals were taken, else why not. */
  async #tryAll(proposals: readonly SqlProposal[]): Promise<string | null> {
    const newest = [...this.#base.keys()].at(-1) ?? "";
    const migration = repairMigration({ newest, nodes: this.#nodesWith(proposals) });
    if (migration === null) return "the names of the migrations do not begin with a version";
    const texts = new Map([...this.#base, [migration.path, migration.text]]);
    const next = await this.#input.apply(texts);
    const [failure] = next.failed;
    if (failure !== undefined) return `what would mend it does not run: ${failure.message}`;
    const refused = await refuseWidening({ before: this.#state.facts, after: next.facts });
    const [refusal] = refused;
    if (refusal !== undefined) {
      this.refused.push(...refused);
      return `the repair was refused: ${refusal.message}`;
    }
    const { findings } = await findingsOf(next);
    const stays = new Set(findings.map(keyOf));
    if (proposals.some(({ finding }) => stays.has(keyOf(finding))))
      return "the repair was undone: the finding stayed";
    this.#taken.push(...proposals);
    this.fixes.push(
      ...proposals.map(({ finding, fixer }) => ({
        code: finding.lint.code,
        file: migration.path,
        fixer,
      })),
    );
    this.texts = texts;
    this.#state = next;
    return null;
  }

  #nodesWith(proposals: readonly SqlProposal[]): readonly Node[] {
    return statementsOf([...this.#taken, ...proposals]);
  }
}
