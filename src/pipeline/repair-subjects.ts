import { compareText } from "../core/compare-text.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { failureKey, plainMessage, signatureOf } from "../repair/loop/judgement.ts";
import type { Subject } from "../repair/loop/next-step.ts";
import { blame } from "./blame-pages.ts";
import type { PagesByFeature } from "./pages-by-models.ts";
import { faultyFeatures, type RedPhase } from "./phase-pages.ts";
import { repairLevels } from "./repair-order.ts";

/** A feature whose pages a model could repair. */
export interface FaultyFeature extends Subject {
  /** What red gates found in it. */
  readonly findings: readonly Diagnostic[];
}

/**
 * The features with pages by models that failed gates point to, what others build on first. A gate that could not look
 * points to nothing that a model could repair.
 */
export function repairSubjects(pages: PagesByFeature, red: RedPhase): readonly FaultyFeature[] {
  const reports = red.reports.filter(({ outcome }) => outcome === "failed");
  if (reports.length === 0) return [];
  const faulty = faultyFeatures(pages, { ...red, reports });
  const { byFeature } = blame(reports, red.features);
  return repairLevels([...faulty.keys()], red.features)
    .flat()
    .map((id) => {
      const findings = faulty.get(id) ?? [];
      const texts = [...(pages.get(id) ?? [])].map((page) => JSON.stringify(page));
      const signature = signatureOf([...texts, ...findings.map(failureKey)]);
      const isGuess = !byFeature.has(id);
      return { id, signature, lesson: lessonOf(findings), findings, isGuess };
    });
}

/** What was found, without places, once each: other apps can have the same. */
export function lessonOf(findings: readonly Pick<Diagnostic, "code" | "message">[]): string {
  const lines = findings.map(({ code, message }) => `${code}|${plainMessage(message)}`);
  return [...new Set(lines)].toSorted(compareText).join("\n");
}
