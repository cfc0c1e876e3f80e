import { createHash } from "node:crypto";
import { compareText } from "../core/compare-text.ts";
import type { Finding } from "./finding.ts";

/**
 * Names what is wrong with a project, whatever lines it is on: two states with the same signature have the same
 * findings in the same files. Hexadecimal, 64 letters.
 */
export function failureSignature(findings: readonly Finding[]): string {
  const lines = findings.map(findingKey).toSorted(compareText);
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

/** What a finding is about without its place in the file: lines move when anything above them is mended. */
export function findingKey({ code, file, message }: Finding): string {
  return [code, file, message.replace(/\b\d+\b/g, "0").replace(/\s+/g, " ")].join("|");
}
