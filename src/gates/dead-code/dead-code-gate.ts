import { counted } from "../../core/counted.ts";
import { diagnostic, type Diagnostic, type Severity } from "../../core/diagnostic.ts";
import type { CodeIndex, CodeIndexReader } from "../../workspace/code-index/code-index.ts";
import { byPlace } from "../by-place.ts";
import type { Gate, GateContext, GateResult, ProjectContext } from "../gate.ts";
import { judged, notApplicable } from "../gate-result.ts";
import { isWholePlanBuilt } from "../is-whole-plan-built.ts";
import { entryFiles } from "./entry-files.ts";
import { whyUnknowable } from "./file-routes.ts";
import { reachedFiles } from "../../workspace/code-index/reached-files.ts";
import { unusedExports, type UnusedExport } from "./unused-exports.ts";

const facts = { id: "dead-code", title: "Dead code", seconds: 0.3, deadlineSeconds: 60 } as const;

/**
 * An app of ours has no file that nothing leads to and no export that nobody uses. Before the last phase only the new
 * features' own folders are judged: what is shared may be there for a later phase.
 */
export function createDeadCodeGate(reader: CodeIndexReader): Gate {
  return {
    ...facts,
    run: async (context: GateContext) => {
      const index = await reader.read(context.root);
      const result = await judgeCode(index, "error");
      return isWholePlanBuilt(context) ? result : ofNewFeatures(result, { context, index });
    },
  };
}

interface EarlyPhase {
  readonly context: GateContext;
  readonly index: CodeIndex;
}

function ofNewFeatures(result: GateResult, { context, index }: EarlyPhase): GateResult {
  if (result.outcome === "skipped") return result;
  const folders = context.plan.features
    .filter(({ phase }) => phase === context.phase)
    .map(({ id }) => `src/features/${id}/`);
  const found = result.diagnostics.filter(({ subject: { file } }) =>
    folders.some((folder) => file?.startsWith(folder)),
  );
  const files = counted(index.code.size, "file");
  return judged(`${files}, shared ones judged with the last phase`, found);
}

/** In a project of somebody else's, where only they know what starts it, such things are warnings. */
export function createProjectDeadCodeGate(reader: CodeIndexReader): Gate<ProjectContext> {
  return { ...facts, run: async ({ root }) => judgeCode(await reader.read(root), "warning") };
}

async function judgeCode(index: CodeIndex, severity: Severity): Promise<GateResult> {
  const reason = whyUnknowable(index);
  if (reason !== null) return notApplicable("dead-code", reason);
  if (index.code.size === 0) return notApplicable("dead-code", "There is no code in this folder.");
  const entries = await entryFiles(index);
  if (entries.size === 0) {
    const hint = "no index.html, and no file that package.json or a tool starts with";
    return notApplicable("dead-code", `It is not known where the project starts: ${hint}.`);
  }
  const reached = reachedFiles(index, entries);
  const scope = [...index.code.keys()].filter(
    (path) => reached.files.has(path) || index.settings.includes(path),
  );
  const files = scope.filter((path) => !reached.files.has(path));
  const exports = unusedExports(index, { reached, free: entries });
  const found = [
    ...files.map((path) => unusedFile(path, severity)),
    ...exports.map((one) => unusedExport(one, severity)),
  ];
  const summary = [
    counted(scope.length, "file"),
    counted(entries.size, "start"),
    found.length === 0 ? "all used" : `${found.length} unused`,
  ];
  return judged(summary.join(", "), found.toSorted(byPlace));
}

function unusedFile(path: string, severity: Severity): Diagnostic {
  return diagnostic({
    code: "dead-code/unused-file",
    severity,
    file: path,
    message:
      "Nothing leads to this file: no page, script, test or setting, and no file that one of them imports.",
    fix: "Remove it, or import it where it is needed.",
  });
}

function unusedExport({ path, exported }: UnusedExport, severity: Severity): Diagnostic {
  const { name, line, column, isType } = exported;
  const what = name === "default" ? "The default export" : `${isType ? "The type " : ""}${name}`;
  return diagnostic({
    code: "dead-code/unused-export",
    severity,
    file: path,
    line,
    column,
    name,
    message: `${what} is exported, and neither another file nor this one uses it.`,
    fix: "Remove it, or import it where it is needed.",
  });
}
