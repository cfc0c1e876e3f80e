import { counted } from "../../core/counted.ts";
import { compareText } from "../../core/compare-text.ts";
import { diagnostic, type Diagnostic, type Severity } from "../../core/diagnostic.ts";
import type { CodeIndex, CodeIndexReader } from "../../workspace/code-index/code-index.ts";
import { declaredPackages, type Manifest } from "../../workspace/code-index/manifest.ts";
import { byPlace } from "../by-place.ts";
import type { Gate, GateContext, GateResult, ProjectContext } from "../gate.ts";
import { judged, notApplicable } from "../gate-result.ts";
import { isWholePlanBuilt } from "../is-whole-plan-built.ts";
import { auditPackages } from "./audit-packages.ts";
import { lockFindings } from "./lock-findings.ts";
import { lookAlike } from "./look-alike.ts";
import { readPackageLock, type PackageLock } from "./package-lock.ts";
import { mustBeDeclared, packageUses, type PackageUse } from "./package-uses.ts";
import { unusedPackages } from "./unused-packages.ts";

const facts = { id: "packages", title: "Packages", seconds: 0.3, deadlineSeconds: 60 } as const;

export interface PackagesOptions {
  /** Whether the registry is asked for known vulnerabilities, which needs the network. */
  readonly asksRegistry: boolean;
  /** Whether a grave vulnerability fails the gate, or is only told. Default: true. */
  readonly failsOnVulnerable?: boolean;
}

/**
 * An app of ours imports what it declares, declares what it uses, from a registry, at fixed versions, without a script that
 * nobody looked at, and without a grave known vulnerability. What no phase uses yet is judged with the last one, when the
 * registry is asked, too.
 */
export function createPackagesGate(
  reader: CodeIndexReader,
  { asksRegistry, failsOnVulnerable = true }: PackagesOptions,
): Gate {
  return {
    ...facts,
    run: async (context: GateContext) => {
      const isWhole = isWholePlanBuilt(context);
      return judgePackages(context, {
        index: await reader.read(context.root),
        severity: "error",
        findsUnused: isWhole,
        asksRegistry: asksRegistry && isWhole,
        failsOnVulnerable,
      });
    },
  };
}

/** In a project of somebody else's, what weighs and does not break is a warning. */
export function createProjectPackagesGate(
  reader: CodeIndexReader,
  { asksRegistry, failsOnVulnerable = true }: PackagesOptions,
): Gate<ProjectContext> {
  return {
    ...facts,
    run: async (context) =>
      judgePackages(context, {
        index: await reader.read(context.root),
        severity: "warning",
        findsUnused: true,
        asksRegistry,
        failsOnVulnerable,
      }),
  };
}

interface Judgement extends Required<PackagesOptions> {
  readonly index: CodeIndex;
  readonly severity: Severity;
  readonly findsUnused: boolean;
}

async function judgePackages(context: ProjectContext, judgement: Judgement): Promise<GateResult> {
  const { index, severity, findsUnused, asksRegistry, failsOnVulnerable } = judgement;
  if (index.manifest.kind === "missing") {
    return notApplicable("packages", "There is no package.json.");
  }
  if (index.manifest.kind === "broken")
    return judged("package.json is broken", [broken(index.manifest.reason)]);
  const { manifest } = index.manifest;
  const lock = await readPackageLock(index);
  const uses = packageUses(index);
  const unused = findsUnused ? await unusedPackages({ index, manifest, lock, uses }) : [];
  const found = [
    ...unknownPackages(index, { manifest, lock, uses }),
    ...unused.map((name) => unusedPackage(name, severity)),
    ...lookAlikes(manifest, severity),
    ...lockFindings({ manifest, lock, severity }),
  ];
  const audit = asksRegistry ? await auditPackages({ ...context, lock }) : [];
  // What the registry says changes from day to day: only what fails the gate is kept with the app.
  const fails = ({ severity: weight }: Diagnostic) => failsOnVulnerable && weight === "error";
  const grave = audit.filter(fails);
  const notes = audit.filter((found) => !fails(found)).map(withoutAlarm);
  const result = judged(
    summaryOf({ manifest, lock, found: found.length + grave.length }),
    [...found, ...grave].toSorted(byPlace),
  );
  return notes.length === 0 ? result : { ...result, notes };
}

function withoutAlarm(found: Diagnostic): Diagnostic {
  return found.severity === "error" ? { ...found, severity: "warning" } : found;
}

function summaryOf({
  manifest,
  lock,
  found,
}: {
  manifest: Manifest;
  lock: PackageLock;
  found: number;
}): string {
  const locked = lock.kind === "npm" ? [`${lock.packages.size - 1} locked`] : [];
  return [
    `${declaredPackages(manifest).size} declared`,
    ...locked,
    found === 0 ? "all known and used" : counted(found, "finding"),
  ].join(", ");
}

function broken(reason: string): Diagnostic {
  return diagnostic({
    code: "packages/manifest",
    file: "package.json",
    message: `package.json cannot be read: ${reason}`,
    fix: "Correct it, then run the command again.",
  });
}

interface Known {
  readonly manifest: Manifest;
  readonly lock: PackageLock;
  readonly uses: readonly PackageUse[];
}

/** One finding a package, at its first import. */
function unknownPackages(index: CodeIndex, { manifest, lock, uses }: Known): readonly Diagnostic[] {
  const declared = declaredPackages(manifest);
  const linked = (name: string) =>
    lock.kind === "npm" && lock.packages.get(`node_modules/${name}`)?.link === true;
  const isKnown = (name: string) =>
    declared.has(name) || declared.has(typesOf(name)) || linked(name);
  const first = new Map<string, PackageUse>();
  const isLate = ({ use }: PackageUse) => use.kind === "dynamic";
  const inOrder = uses.toSorted(
    (left, right) =>
      Number(isLate(left)) - Number(isLate(right)) || compareText(left.path, right.path),
  );
  for (const one of inOrder) {
    if (!isKnown(one.name) && !first.has(one.name) && mustBeDeclared(one, index)) {
      first.set(one.name, one);
    }
  }
  const isThere = (name: string) =>
    lock.kind === "npm" && lock.packages.has(`node_modules/${name}`);
  return [...first.values()].map((one) => unknownPackage(one, isThere(one.name)));
}

function typesOf(name: string): string {
  return `@types/${name.replace(/^@/, "").replace("/", "__")}`;
}

function unknownPackage({ name, path, use }: PackageUse, isThere: boolean): Diagnostic {
  const known = lookAlike(name);
  const doubt = known === null ? "" : ` It looks like ${known}.`;
  const chance = isThere ? " It is there only because another package needs it today." : "";
  return diagnostic({
    code: known === null ? "packages/unknown" : "packages/look-alike",
    // Code that can do without a package loads it late, and goes on when it is not there.
    severity: use.kind === "dynamic" && known === null ? "warning" : "error",
    file: path,
    line: use.line,
    column: use.column,
    name,
    message: `${name} is imported, but package.json does not name it.${chance}${doubt}`,
    fix:
      known === null
        ? `When it is the package that was meant, run npm install ${name}.`
        : `Import ${known} when that was meant. Install ${name} only after looking at who publishes it.`,
  });
}

function unusedPackage(name: string, severity: Severity): Diagnostic {
  return diagnostic({
    code: "packages/unused",
    severity,
    file: "package.json",
    name,
    message: `${name} is installed, but no code, script, setting or other package uses it.`,
    fix: `Run npm uninstall ${name}.`,
  });
}

/** Whoever declares such a package may have meant it: in a project of somebody else's only they know. */
function lookAlikes(manifest: Manifest, severity: Severity): readonly Diagnostic[] {
  return [...declaredPackages(manifest)].flatMap(([name, version]) => {
    const known = lookAlike(name);
    const isOwn = /^(?:file|link|workspace|portal):/.test(version);
    if (known === null || isOwn) return [];
    return [
      diagnostic({
        code: "packages/look-alike",
        severity,
        file: "package.json",
        name,
        message: `${name} looks like ${known}, one of the most used packages: names like this are chosen to be mistaken for it.`,
        fix: `Use ${known} when that was meant; otherwise look at who publishes ${name}.`,
      }),
    ];
  });
}
