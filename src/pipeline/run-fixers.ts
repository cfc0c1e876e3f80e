import { BugError } from "../core/errors.ts";
import { afterFixers } from "../repair/loop/loop-state.ts";
import type { ModelPages, PagesByFeature } from "./pages-by-models.ts";
import { changedPages } from "./phase-pages.ts";
import { keepAttempt, takeVersion, versionOf, writeVersion, type Settling } from "./settling.ts";

/** Lets fixers mend the pages by models that are in the folder; what they make breaks no rule of pages. */
export async function runFixers(settling: Settling): Promise<void> {
  const { input, work, policy, pages: before } = settling;
  if (work.mend === undefined) throw new BugError("There are no fixers.");
  await writeVersion(settling);
  const mended = await work.mend(before);
  const pages = await soundPages(input.modelPages, { before, after: mended.pages });
  takeVersion(settling, { state: afterFixers(settling.state, versionOf(pages)), pages });
  const features = changedPages(before, pages);
  if (features.length === 0) return;
  const { errorsBefore, errorsAfter } = mended;
  keepAttempt(settling, {
    by: "fixers",
    strategy: null,
    features,
    errorsBefore,
    errorsAfter,
    verdict: errorsAfter < errorsBefore ? "better" : "same",
    calls: 0,
    usd: 0,
  });
  for (const { code, fixer } of mended.fixes) {
    policy.onOutcome?.({ lesson: code, by: "fixer", name: fixer, hasWon: true });
  }
}

interface Mending {
  readonly before: PagesByFeature;
  readonly after: PagesByFeature;
}

/** A feature whose mended pages break a rule keeps them as they were. */
async function soundPages(
  modelPages: ModelPages | null,
  { before, after }: Mending,
): Promise<PagesByFeature> {
  const sound = new Map(before);
  for (const id of changedPages(before, after)) {
    const pages = after.get(id) ?? new Map<string, string>();
    const found = (await modelPages?.check(id, pages)) ?? [];
    if (found.length === 0) sound.set(id, pages);
  }
  return sound;
}
