import { blankEntity, draftReference, draftText } from "../test/plan/draft-parts.ts";
import { goodPages } from "../test/support/scripted-brain/page-variants.ts";
import {
  scriptedBrain,
  type ScriptedBrain,
} from "../test/support/scripted-brain/scripted-brain.ts";

function draftOf(noun: string) {
  const title = `${noun[0]?.toUpperCase()}${noun.slice(1)}s`;
  return {
    wishes: [title],
    id: `${noun}s`,
    title,
    summary: `People keep ${noun}s and show them to each other.`,
    aliases: [],
    requires: ["profiles"],
    runsAfter: [],
    entities: [
      {
        ...blankEntity,
        name: noun,
        table: `${noun}s`,
        title: title.slice(0, -1),
        fields: [draftText("title", { max: 80 }), draftText("notes", { max: 400 })],
        references: [draftReference("owner_id", "profile")],
        owner: "owner_id",
        access: { select: "signed-in", insert: "owner", update: "owner", delete: "owner" },
      },
    ],
    storage: [],
    acceptance: [`Somebody adds a ${noun} and finds it again.`],
  };
}

const nouns = ["tool", "trip", "recipe", "song"];

export const fourFeatureRequest =
  "profiles of neighbours who share tools, trips, recipes and songs";

/** A simulated model that understands one request, designs its four features, and writes their pages. */
export function fourFeatureBrain(): Promise<ScriptedBrain> {
  const drafts = nouns.map(draftOf);
  return scriptedBrain({
    understand: () => ({
      appName: "Neighbours",
      features: [{ id: "profiles", evidence: "profiles" }],
      excluded: [],
      limits: [],
      wishes: drafts.map(({ id, title, summary }) => ({ title, summary, evidence: id })),
      look: null,
      changes: [],
      questions: [],
      notUnderstood: [],
    }),
    design: () => ({ features: drafts }),
    write: goodPages,
  });
}
