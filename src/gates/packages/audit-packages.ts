import { z } from "zod";
import { compareText } from "../../core/compare-text.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { npmProgram } from "../../workspace/npm-program.ts";
import { runProgram } from "../../workspace/run-program.ts";
import type { PackageLock } from "./package-lock.ts";

interface AuditInput {
  readonly root: string;
  readonly lock: PackageLock;
  readonly signal: AbortSignal;
}

type NpmLock = Extract<PackageLock, { kind: "npm" }>;

/** A registry that does not answer within this time is not asked again. */
const patienceMs = 4_000;

/** npm itself takes a second to start on a busy machine. */
const deadlineMs = 8_000;

/**
 * Asks the registry, through npm and its settings, for known vulnerabilities of the locked packages. Nothing is sent but
 * names and versions of packages. Where nobody answers, that is the only finding.
 */
export async function auditPackages({
  root,
  lock,
  signal,
}: AuditInput): Promise<readonly Diagnostic[]> {
  if (lock.kind !== "npm") return unanswered("there is no lock file of npm to ask about");
  const npm = npmProgram();
  const settings = ["--fetch-retries=0", `--fetch-timeout=${patienceMs}`, "--loglevel=error"];
  const run = await runProgram({
    command: [...npm.command, "audit", "--json", "--package-lock-only", ...settings],
    cwd: root,
    env: { ...npm.env, npm_config_update_notifier: "false" },
    signal,
    deadlineMs,
  });
  if (run.end.kind !== "exited") return unanswered("npm audit did not end in time");
  const report = parseReport(run.stdout);
  if (report === null) return unanswered(reasonOf(run.stdout));
  const found = Object.values(report.vulnerabilities).toSorted((left, right) =>
    compareText(left.name, right.name),
  );
  return found.flatMap((one) => toFindings(one, lock));
}

const advisorySchema = z.object({
  title: z.string(),
  severity: z.string(),
  url: z.string().default(""),
  range: z.string().default(""),
});

const vulnerabilitySchema = z.object({
  name: z.string(),
  /** Names of other packages stand for their advisories. */
  via: z.array(z.union([z.string(), advisorySchema])),
  nodes: z.array(z.string()).default([]),
});

type Vulnerability = z.infer<typeof vulnerabilitySchema>;

const reportSchema = z.object({ vulnerabilities: z.record(z.string(), vulnerabilitySchema) });

function parseReport(stdout: string): z.infer<typeof reportSchema> | null {
  try {
    return reportSchema.safeParse(JSON.parse(stdout)).data ?? null;
  } catch {
    return null;
  }
}

const failureSchema = z.object({ statusCode: z.number().optional(), code: z.string().optional() });

/** Without the address: whose registry it is, is nobody else's business. */
function reasonOf(stdout: string): string {
  try {
    const { statusCode, code } = failureSchema.parse(JSON.parse(stdout));
    if (statusCode !== undefined) return `it answered with status ${statusCode}`;
    if (code !== undefined) return `it could not be reached (${code})`;
  } catch {
    // Not the words of npm: there is nothing to tell.
  }
  return "it gave no answer that can be read";
}

function unanswered(reason: string): readonly Diagnostic[] {
  const message = `The registry was not asked for known vulnerabilities: ${reason}.`;
  const fix = "Run npm audit yourself later, or switch this off with --audit off.";
  return [diagnostic({ code: "packages/audit-unavailable", severity: "info", message, fix })];
}

/** What people who open the app get is another matter than what only runs on the machines of those who write it. */
function toFindings({ name, via, nodes }: Vulnerability, lock: NpmLock): readonly Diagnostic[] {
  const isShipped =
    nodes.length === 0 || nodes.some((node) => lock.packages.get(node)?.dev !== true);
  return via
    .filter((one) => typeof one !== "string")
    .map(({ title, severity, url, range }) => {
      const isGrave = severity === "high" || severity === "critical";
      const whose = isShipped ? "" : " Only development needs it.";
      return diagnostic({
        code: "packages/vulnerable",
        severity: isGrave && isShipped ? "error" : "warning",
        file: lock.path,
        name,
        message: `${name} ${range} has a known vulnerability (${severity}): ${title}.${whose}${url === "" ? "" : ` ${url}`}`,
        fix: "Run npm audit fix, or take a version without it.",
      });
    });
}
