import { counted } from "../../core/counted.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { byPlace } from "../by-place.ts";
import type { CodeIndex, CodeIndexReader } from "../../workspace/code-index/code-index.ts";
import { pageScripts } from "../../workspace/code-index/page-scripts.ts";
import { reachedFiles } from "../../workspace/code-index/reached-files.ts";
import type { Gate, GateResult, ProjectContext } from "../gate.ts";
import { judged } from "../gate-result.ts";
import {
  exposedVariable,
  isEnvironmentExample,
  isEnvironmentFile,
  privateVariables,
} from "./environment-files.ts";
import { findAssignments, findKeys, maskKey, type FoundKey } from "./find-keys.ts";
import { scannedFiles, type ScannedFile, type ScannedFiles } from "./scanned-files.ts";

/** No secret is in what git would commit, or in the production build, and none is on its way into the browser. */
export function createSecretsGate(reader: CodeIndexReader): Gate<ProjectContext> {
  return {
    id: "secrets",
    title: "Secrets",
    after: "build",
    seconds: 0.3,
    deadlineSeconds: 60,
    run: async ({ root }) =>
      judgeSecrets(await scannedFiles(root, await reader.list(root)), await reader.read(root)),
  };
}

async function judgeSecrets(
  { files, tooLarge }: ScannedFiles,
  index: CodeIndex,
): Promise<GateResult> {
  const found = [
    ...files.flatMap(judgeFile),
    ...(await serviceRoleInBrowser(index)),
    ...tooLarge.map(notRead),
  ];
  const built = files.filter(({ isBuilt }) => isBuilt).length;
  // What a build writes down of itself is looked at too; how much that is by now, no report may depend on.
  const records = files.filter(({ path }) => path.startsWith(".megamind/")).length;
  const summary = [
    counted(files.length - built - records, "file"),
    built === 0 ? "no build" : `${built} of the build`,
    found.length === 0 ? "no secret" : counted(found.length, "finding"),
  ];
  return judged(summary.join(", "), found.toSorted(byPlace));
}

/** Long random texts stand in these for other reasons: hashes, made code, and what tests make up. */
const hasRandomTexts =
  /^\.megamind\/|lock|\.(?:map|svg|snap|min\.js)$|(?:^|\/)(?:tests?|__tests__|fixtures?|e2e|seeds?)\/|\.(?:test|spec|e2e)\./;

function judgeFile(file: ScannedFile): readonly Diagnostic[] {
  const { path, text, isBuilt } = file;
  const isAssigning = !isBuilt && !hasRandomTexts.test(path) && !isEnvironmentExample(path);
  const areValuesBare = /(?:^|\/)\.env|\.(?:ya?ml|toml|ini|properties|conf|sh)$/.test(path);
  const keys = [
    ...findKeys(text),
    ...(isAssigning ? findAssignments(text, { areValuesBare }) : []),
  ];
  const places = new Set<number>();
  const first = keys.filter(({ offset }) => !places.has(offset) && places.add(offset));
  return [
    ...first.map((key) => secret(file, key)),
    ...(isBuilt ? [] : [...environmentFindings(file), ...exposedFindings(file)]),
  ];
}

function secret(
  { path, text, isBuilt }: ScannedFile,
  { id, title, key, offset, revoke }: FoundKey,
): Diagnostic {
  const where = isBuilt ? "The production build holds, for everybody to read," : "The file holds";
  return diagnostic({
    code: `secrets/${id}`,
    file: path,
    ...placeOf(text, offset),
    message: `${where} ${title}: ${maskKey(key)}.`,
    fix: `Read it from the environment of the server, never of the browser. ${revoke}`,
  });
}

function environmentFindings({ path, text }: ScannedFile): readonly Diagnostic[] {
  if (!isEnvironmentFile(path)) return [];
  const names = privateVariables(text);
  const isPublic = names.length === 0;
  const message = isPublic
    ? "The file would be committed. Its values are for the browser, but the next one may not be."
    : `The file would be committed, with values of ${names.slice(0, 5).join(", ")}.`;
  return [
    diagnostic({
      code: "secrets/environment-file",
      severity: isPublic ? "warning" : "error",
      file: path,
      message,
      fix: `Add ${path} to .gitignore, run git rm --cached ${path}, and name the variables without values in .env.example.`,
    }),
  ];
}

/** One finding a variable and file. */
function exposedFindings({ path, text }: ScannedFile): readonly Diagnostic[] {
  if (!/(?:^|\/)\.env|\.[cm]?[jt]sx?$/.test(path) || hasRandomTexts.test(path)) return [];
  const found = new Map(
    [...text.matchAll(exposedVariable)].toReversed().map((match) => [match[0], match.index]),
  );
  return [...found].map(([name, offset]) =>
    diagnostic({
      code: "secrets/exposed-variable",
      file: path,
      ...placeOf(text, offset),
      name,
      message: `${name} is built into what every visitor can read, and by its name it is a secret.`,
      fix: "Use it on a server only, such as a function of Supabase, under a name without the prefix for the browser.",
    }),
  );
}

/** The service role passes all row level security: code of pages that asks for its key would give it to every visitor. */
async function serviceRoleInBrowser(index: CodeIndex): Promise<readonly Diagnostic[]> {
  const { files } = reachedFiles(index, await pageScripts(index));
  return [...files].flatMap((path) => {
    const { text = "" } = index.code.get(path) ?? {};
    const offset = text.search(/(?:env\.|env\[["'])\w*SERVICE_ROLE/);
    if (offset === -1) return [];
    return [
      diagnostic({
        code: "secrets/service-role-in-browser",
        file: path,
        ...placeOf(text, offset),
        message:
          "Code that pages load asks for the service role, which passes all row level security.",
        fix: "Move it into a function of Supabase, and let the page call that.",
      }),
    ];
  });
}

function notRead(path: string): Diagnostic {
  return diagnostic({
    code: "secrets/too-large",
    severity: "warning",
    file: path,
    message: "The file is larger than 5 MB and was not searched.",
    fix: "Keep large data out of the repository.",
  });
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
