import { fillTemplate } from "../fill-template.ts";
import type { PageContext } from "../page-context.ts";
import { pageTemplate } from "../page-template.ts";
import { walkThroughPage } from "./walk-through-page.ts";
import { startWalk } from "./walk.ts";

/**
 * The step of the browser journey: one person makes a row of each entity, changes, answers and deletes; the other one
 * sees and does what the access rules say. What nobody may make is looked at.
 */
export function journeyFile(context: PageContext): string {
  const walk = startWalk(context);
  for (const page of context.plan.pages.filter(({ parent }) => parent === null)) {
    walkThroughPage(page, walk);
  }
  const text = walk.steps.join("\n\n");
  return fillTemplate(pageTemplate(context, "journey.ts"), {
    words: { journey: context.plan.functions.journey },
    flags: {
      asserted: /\bassert\./.test(text),
      bob: /\bbob\b/.test(text),
      picture: /\bPICTURE\b/.test(text),
      steps: walk.paths.length > 0,
    },
    code: {
      paths: walk.paths.map((path) => `let ${path} = "";`).join("\n"),
      steps: text,
    },
  });
}
