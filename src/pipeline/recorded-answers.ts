import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { planSchema } from "../spec/plan.ts";
import { recordPaths } from "./app-record.ts";

/** Question -> what somebody answered when this app was planned. A folder without an app has no answers. */
export async function recordedAnswers(root: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(root, recordPaths.plan), "utf8").catch(() => "null");
  const questions = planSchema.safeParse(parsed(text)).data?.brief.questions ?? [];
  return new Map(
    questions.flatMap(({ question, answer }): [string, string][] =>
      answer === null ? [] : [[question, answer]],
    ),
  );
}

/** A record that cannot be read says nothing here; the build itself refuses it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
