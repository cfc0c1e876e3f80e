import fc from "fast-check";
import { expect, test } from "vitest";
import { contractStory } from "../../../src/gates/contracts/contract-story.ts";
import { checkEntities } from "../../../src/schema/check-entities.ts";
import { hasErrors } from "../../../src/core/diagnostic.ts";
import { entityGraphs } from "../../schema/entity-graphs.ts";
import { ruledEntities } from "../../schema/rule-entities.ts";
import { socialBuckets, socialEntities } from "../../schema/social-entities.ts";

test("every refusal stands beside somebody who succeeds, or is named", () => {
  const { steps, untried } = contractStory(socialEntities, socialBuckets);
  const refused = steps.filter(
    ({ expect: { kind } }) => kind === "refused" || kind === "unaffected",
  );
  const works = steps.filter(({ expect: { kind } }) => kind === "rows" || kind === "done");
  const named = [...works, ...untried].map(({ command, table }) => `${command} ${table}`);
  expect(refused.length).toBeGreaterThan(80);
  for (const { command, table } of refused) {
    if (command !== "select") expect(named).toContain(`${command} ${table}`);
  }
});

test("two people and a visitor meet every table with every command", () => {
  const { steps } = contractStory(socialEntities, []);
  for (const { table } of socialEntities) {
    for (const command of ["select", "insert", "update", "delete"]) {
      const asked = steps.filter((step) => step.table === table && step.command === command);
      const who = new Set(asked.map(({ request }) => ("as" in request ? request.as : "server")));
      if (!(table === "profiles" && command === "insert")) expect(who.size).toBeGreaterThan(1);
    }
  }
});

test("counters follow rows, and what falls with a row is gone", () => {
  const { steps } = contractStory(socialEntities, []);
  const lists = steps.filter(
    ({ table, expect: { kind } }) => table === "posts" && kind === "among",
  );
  const last = lists.at(-1)?.expect;
  expect(last).toMatchObject({ kind: "among" });
  if (last?.kind !== "among") return;
  expect(last.gone.length).toBeGreaterThan(1);
  const early = lists[0]?.expect;
  const counts =
    early?.kind === "among" ? early.rows.map(({ values }) => values["like_count"]) : [];
  expect(counts).toContain(1);
});

test("any app has a story, the same each time", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        entityGraphs.map(({ entities }) => entities),
        ruledEntities,
      ),
      (entities) => {
        fc.pre(!hasErrors(checkEntities(entities, [])));
        const story = contractStory(entities, []);
        expect(contractStory(entities, [])).toEqual(story);
        expect(story.steps.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 6 },
  );
});
