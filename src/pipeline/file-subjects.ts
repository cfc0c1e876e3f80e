import { createHash } from "node:crypto";
import { compareText } from "../core/compare-text.ts";
import { findingKey } from "../repair/failure-signature.ts";
import type { Finding } from "../repair/finding.ts";
import { importOrder } from "../repair/loop/import-order.ts";
import { signatureOf, type Judgement } from "../repair/loop/judgement.ts";
import type { Subject } from "../repair/loop/next-step.ts";
import type { Project } from "../repair/project.ts";
import { lessonOf } from "./repair-subjects.ts";

/** The files in which something was found, what others import first. */
export function fileSubjects(project: Project, findings: readonly Finding[]): readonly Subject[] {
  const paths = [...new Set(findings.map(({ file }) => file))];
  const readable = paths.filter((path) => project.source(path) !== null);
  return importOrder(project, readable).map((path) => {
    const own = findings.filter(({ file }) => file === path);
    const text = project.texts.get(path) ?? "";
    return {
      id: path,
      signature: signatureOf([text, ...own.map(findingKey)]),
      lesson: lessonOf(own),
      isGuess: false,
    };
  });
}

/** What compiler and rules say of a version. */
export function judgementOfFindings(findings: readonly Finding[]): Judgement {
  const isGreen = findings.length === 0;
  const failures = findings.map(findingKey).toSorted(compareText);
  const state = isGreen ? "passed" : "failed";
  return { isGreen, opinions: [{ judge: "compiler", state, failures }] };
}

/** Names a version by its files. */
export function versionOfTexts(texts: ReadonlyMap<string, string>): string {
  return createHash("sha256")
    .update(JSON.stringify([...texts]))
    .digest("hex");
}
