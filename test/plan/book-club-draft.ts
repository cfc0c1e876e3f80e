import { blankEntity, draftReference, draftText } from "./draft-parts.ts";

const club = {
  ...blankEntity,
  name: "club",
  table: "clubs",
  title: "Club",
  icon: "Users",
  fields: [draftText("title", { max: 80 })],
  references: [draftReference("founder_id", "profile")],
  owner: "founder_id",
  access: { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
};

const member = {
  ...blankEntity,
  name: "club_member",
  table: "club_members",
  title: "Member",
  references: [draftReference("club_id", "club"), draftReference("profile_id", "profile")],
  key: ["club_id", "profile_id"],
  owner: "profile_id",
  access: { select: "signed-in", insert: "owner", update: "nobody", delete: "owner" },
};

const meeting = {
  ...blankEntity,
  name: "meeting",
  table: "meetings",
  title: "Meeting",
  fields: [
    draftText("place", { max: 120 }),
    {
      type: "timestamptz",
      name: "starts_at",
      description: "",
      required: true,
      default: null,
    },
  ],
  references: [draftReference("club_id", "club"), draftReference("organizer_id", "profile")],
  owner: "organizer_id",
  counters: [],
  access: {
    select: { member: "club_member", of: "club_id", role: null },
    insert: { member: "club_member", of: "club_id", role: null },
    update: "owner",
    delete: "owner",
  },
};

/** What a good designer answers to the wish for book clubs, in a catalog that has profiles. */
export const clubsFeature = {
  wishes: ["Book clubs"],
  id: "book-clubs",
  title: "Book clubs",
  summary: "People found book clubs, join them and agree on meetings.",
  aliases: ["book club"],
  requires: ["profiles"],
  runsAfter: [],
  entities: [club, member, meeting],
  storage: [],
  acceptance: ["Somebody founds a club, and others join it."],
};

/** The same answer with other parts of its feature. */
export function clubsDraft(parts: Readonly<Record<string, unknown>> = {}) {
  return { features: [{ ...clubsFeature, ...parts }] };
}

/** The same answer with other parts of the club itself. */
export function clubWith(parts: Readonly<Record<string, unknown>>) {
  return clubsDraft({ entities: [{ ...club, ...parts }, member, meeting] });
}
