import { compareText } from "../../core/compare-text.ts";
import { diagnostic, type Diagnostic, type Severity } from "../../core/diagnostic.ts";
import { declaredPackages, type Manifest } from "../../workspace/code-index/manifest.ts";
import { nameAt, type PackageLock } from "./package-lock.ts";

interface LockInput {
  readonly manifest: Manifest;
  readonly lock: PackageLock;
  /** Of what weighs, and does not break. */
  readonly severity: Severity;
}

/** What is wrong with the way in which versions are held fast, and with where packages come from. */
export function lockFindings(input: LockInput): readonly Diagnostic[] {
  const { manifest, lock } = input;
  return [
    ...sourceFindings(manifest),
    ...missingLock(input),
    ...(lock.kind === "npm"
      ? [...staleLock(lock, manifest), ...lockedSources(lock), ...installScripts(lock, input)]
      : []),
  ];
}

type NpmLock = Extract<PackageLock, { kind: "npm" }>;

const exact = /^(?:npm:.+@)?=?v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;
const fromElsewhere =
  /^(?:git(?:\+\w+)?:|git@|https?:|(?:github|gitlab|bitbucket|gist):|[\w-]+\/[\w.-]+(?:#.*)?$)/;
const fromOutside = /^(?:file|link|portal):(?:\.\.\/|\/|~)/;

function sourceFindings(manifest: Manifest): readonly Diagnostic[] {
  return [...declaredPackages(manifest)].flatMap(([name, version]) => {
    const place = fromElsewhere.test(version)
      ? "from an address instead of a registry, where it can change or vanish at any time"
      : fromOutside.test(version)
        ? "from a folder outside of the project, which nobody else has"
        : null;
    if (place === null) return [];
    return [
      diagnostic({
        code: "packages/source",
        file: "package.json",
        name,
        message: `${name} is taken ${place}: ${withoutKey(version)}.`,
        fix: `Take a published version of ${name}, or move its code into the project.`,
      }),
    ];
  });
}

/** Addresses can hold a name and a password. */
const withoutKey = (address: string): string => address.replace(/\/\/[^/@]*@/, "//");

function missingLock({ manifest, lock, severity }: LockInput): readonly Diagnostic[] {
  if (lock.kind === "broken") {
    return [
      diagnostic({
        code: "packages/lock-broken",
        file: lock.path,
        message:
          "The lock file cannot be read, so that an installation fails or takes other versions.",
        fix: "Bring it back from git, or remove it and run npm install.",
      }),
    ];
  }
  if (lock.kind !== "missing") return [];
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const loose = Object.entries({ ...optionalDependencies, ...devDependencies, ...dependencies })
    .filter(
      ([, version]) => !exact.test(version) && !/^(?:file|link|workspace|portal):/.test(version),
    )
    .map(([name]) => name);
  if (loose.length === 0) return [];
  return [
    diagnostic({
      code: "packages/no-lock",
      severity,
      file: "package.json",
      message: `There is no lock file, and ${named(loose)} may be another version at each installation.`,
      fix: "Run npm install and commit package-lock.json.",
    }),
  ];
}

/** `npm ci` refuses a lock file that does not have what `package.json` wants. */
function staleLock({ path, packages }: NpmLock, manifest: Manifest): readonly Diagnostic[] {
  const root = packages.get("");
  if (root === undefined) return [];
  const locked = { ...root.optionalDependencies, ...root.devDependencies, ...root.dependencies };
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const wanted = { ...optionalDependencies, ...devDependencies, ...dependencies };
  const names = new Set([...Object.keys(locked), ...Object.keys(wanted)]);
  const stale = [...names].filter((name) => locked[name] !== wanted[name]).toSorted(compareText);
  if (stale.length === 0) return [];
  return [
    diagnostic({
      code: "packages/stale-lock",
      file: path,
      message: `The lock file and package.json do not agree about ${named(stale)}: npm ci fails.`,
      fix: "Run npm install and commit both files.",
    }),
  ];
}

function lockedSources({ path, packages }: NpmLock): readonly Diagnostic[] {
  const names = [...packages]
    .filter(([place, { resolved }]) => nameAt(place) !== "" && /^(?:git|http:|ssh:)/.test(resolved))
    .map(([place]) => nameAt(place));
  return [...new Set(names)].toSorted(compareText).map((name) =>
    diagnostic({
      code: "packages/source",
      file: path,
      name,
      message: `${name} is installed from a repository or over a connection that anybody on the way can change.`,
      fix: `Take a published version of ${name} over https.`,
    }),
  );
}

/** Scripts of packages run with all that the person who installs them may do. */
function installScripts(
  { path, packages }: NpmLock,
  { manifest, severity }: LockInput,
): readonly Diagnostic[] {
  const reviewed = reviewedScripts(manifest);
  const found = new Map(
    [...packages]
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([place, { version }]) => [nameAt(place), version]),
  );
  return [...found]
    .filter(
      ([name, version]) =>
        name !== "" && !reviewed.has(name) && !reviewed.has(`${name}@${version}`),
    )
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([name]) =>
      diagnostic({
        code: "packages/install-script",
        severity,
        file: path,
        name,
        message: `${name} runs a script of its own when it is installed, and package.json does not say that somebody looked at it.`,
        fix: `Look at the script, then run npm approve-scripts ${name} or npm deny-scripts ${name}.`,
      }),
    );
}

/** npm, Bun and pnpm each have a list of packages whose scripts somebody looked at. */
function reviewedScripts({ fields }: Manifest): ReadonlySet<string> {
  const { allowScripts, trustedDependencies, pnpm } = fields;
  const built = typeof pnpm === "object" && pnpm !== null ? Object.values(pnpm) : [];
  return new Set([
    ...(typeof allowScripts === "object" && allowScripts !== null ? Object.keys(allowScripts) : []),
    ...[trustedDependencies, ...built]
      .flatMap((list) => (Array.isArray(list) ? list : []))
      .filter((name) => typeof name === "string"),
  ]);
}

const mostNames = 5;

function named(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more > 1 ? `${names.slice(0, mostNames).join(", ")} and ${more} more` : names.join(", ");
}
