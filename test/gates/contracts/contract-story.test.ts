import fc from "fast-check";
import { expect, test } from "vitest";
import { contractStory } from "../../../src/gates/contracts/contract-story.ts";
import { entityGraphs } from "../../schema/entity-graphs.ts";
import { socialBuckets, socialEntities } from "../../schema/social-entities.ts";

test("every refusal stands beside somebody who succeeds, or is named", () => {
  const { steps, untried } = contractStory(socialEntities, socialBuckets);
  const refused = steps.filter(
    ({ command, expect: { kind } }) =>
      command !== "select" && (kind === "refused" || kind === "unaffected"),
  );
  const works = steps.filter(({ expect: { kind } }) => kind === "rows" || kind === "done");
  const named = new Set([...works, ...untried].map(({ command, table }) => `${command} ${table}`));
  expect(refused.length).toBeGreaterThan(75);
  expect(refused.filter(({ command, table }) => !named.has(`${command} ${table}`))).toEqual([]);
});

test("two people and a visitor meet every table with every command", () => {
  const { steps } = contractStory(socialEntities, []);
  const met = socialEntities.flatMap(({ table }) =>
    ["select", "insert", "update", "delete"].map((command) => {
      const asked = steps.filter((step) => step.table === table && step.command === command);
      const who = new Set(asked.map(({ request }) => ("as" in request ? request.as : "server")));
      return [`${command} ${table}`, who.size] as const;
    }),
  );
  expect(met.filter(([, people]) => people < 2)).toEqual([]);
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
    fc.property(entityGraphs, ({ entities }) => {
      const story = contractStory(entities, []);
      expect(story.steps.length).toBeGreaterThan(0);
      expect(contractStory(entities, [])).toEqual(story);
    }),
    { numRuns: 5 },
  );
});
