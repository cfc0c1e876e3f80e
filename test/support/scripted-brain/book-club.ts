import { blankEntity, draftReference, draftText } from "../../plan/draft-parts.ts";
import { goodPages } from "./page-variants.ts";
import type { BrainScript } from "./scripted-brain.ts";

/** What a person asks for, and no catalog of ours has. */
export const bookClubRequest =
  "Book clubs for people who read: they found clubs, propose books, vote for the next one and agree on meetings. " +
  "Everyone keeps reading goals of their own.";

const understanding = {
  appName: "Page Turners",
  features: [{ id: "profiles", evidence: "people" }],
  excluded: [],
  limits: [],
  wishes: [
    {
      title: "Book clubs",
      summary:
        "People found clubs, join them, propose books, vote for the next one and agree on meetings.",
      evidence: "they found clubs, propose books, vote for the next one and agree on meetings",
    },
    {
      title: "Reading goals",
      summary: "Everyone keeps goals of their own: how many books until when.",
      evidence: "Everyone keeps reading goals of their own",
    },
  ],
  look: null,
  changes: [],
  questions: [],
  notUnderstood: [],
};

const moment = (type: "date" | "timestamptz", name: string) => ({
  type,
  name,
  description: "",
  required: true,
  default: null,
});

const count = (name: string, max: number) => ({
  type: "integer",
  name,
  description: "",
  required: true,
  min: 1,
  max,
  default: null,
});

const byMembers = { member: "club_member", of: "club_id", role: null };
const byOwner = { select: "owner", insert: "owner", update: "owner", delete: "owner" };
const amongMembers = { select: byMembers, insert: byMembers, update: "owner", delete: "owner" };

const bookClubs = {
  wishes: ["Book clubs"],
  id: "book-clubs",
  title: "Book clubs",
  summary:
    "People found clubs, join them, propose books, vote for the next one and agree on meetings.",
  aliases: ["book club", "reading group"],
  requires: ["profiles"],
  runsAfter: [],
  entities: [
    {
      ...blankEntity,
      name: "club",
      table: "clubs",
      title: "Club",
      icon: "Users",
      fields: [
        draftText("name", { max: 80 }),
        draftText("description", { max: 400, required: false }),
      ],
      references: [draftReference("founder_id", "profile")],
      owner: "founder_id",
      unique: [["name"]],
      access: { ...byOwner, select: "everyone" },
    },
    {
      ...blankEntity,
      name: "club_member",
      table: "club_members",
      title: "Member",
      references: [draftReference("club_id", "club"), draftReference("member_id", "profile")],
      key: ["club_id", "member_id"],
      owner: "member_id",
      access: { ...byOwner, select: "signed-in", update: "nobody" },
    },
    {
      ...blankEntity,
      name: "book",
      table: "books",
      title: "Book",
      fields: [draftText("title", { max: 120 }), draftText("author", { max: 80 })],
      references: [draftReference("club_id", "club"), draftReference("proposer_id", "profile")],
      owner: "proposer_id",
      access: amongMembers,
    },
    {
      ...blankEntity,
      name: "vote",
      table: "votes",
      title: "Vote",
      references: [draftReference("book_id", "book"), draftReference("voter_id", "profile")],
      key: ["book_id", "voter_id"],
      owner: "voter_id",
      counters: [{ reference: "book_id", column: "vote_count" }],
      access: {
        select: "owner",
        insert: { through: "book_id" },
        update: "nobody",
        delete: "owner",
      },
    },
    {
      ...blankEntity,
      name: "meeting",
      table: "meetings",
      title: "Meeting",
      fields: [draftText("place", { max: 120 }), moment("timestamptz", "starts_at")],
      references: [draftReference("club_id", "club"), draftReference("organizer_id", "profile")],
      owner: "organizer_id",
      access: amongMembers,
    },
    {
      ...blankEntity,
      name: "attendance",
      table: "attendances",
      title: "Attendance",
      fields: [draftText("answer", { max: 10, oneOf: ["yes", "maybe", "no"] })],
      references: [draftReference("meeting_id", "meeting"), draftReference("guest_id", "profile")],
      key: ["meeting_id", "guest_id"],
      owner: "guest_id",
      access: {
        select: { through: "meeting_id" },
        insert: { through: "meeting_id" },
        update: "owner",
        delete: "owner",
      },
    },
  ],
  storage: [],
  acceptance: [
    "Somebody founds a club, and others join it.",
    "Members propose books, vote for the next one and agree on meetings.",
  ],
};

const readingGoals = {
  wishes: ["Reading goals"],
  id: "reading-goals",
  title: "Reading goals",
  summary: "Everyone keeps reading goals of their own.",
  aliases: ["reading goal"],
  requires: ["profiles"],
  runsAfter: ["book-clubs"],
  entities: [
    {
      ...blankEntity,
      name: "reading_goal",
      table: "reading_goals",
      title: "Reading goal",
      icon: "Flag",
      fields: [draftText("title", { max: 80 }), count("books", 500), moment("date", "reach_by")],
      references: [draftReference("reader_id", "profile")],
      owner: "reader_id",
      access: byOwner,
    },
  ],
  storage: [],
  acceptance: ["Somebody sets a goal, which nobody else sees."],
};

/** What a good designer answers to the wishes. */
const bookClubDesign = { features: [bookClubs, readingGoals] };

/** A good model for the whole build: it understands, designs two features, and writes pages that pass all gates. */
export const bookClubScript: BrainScript = {
  understand: () => understanding,
  design: () => bookClubDesign,
  adapt: () => ({ values: [], unmet: [] }),
  write: goodPages,
};

/** The smaller half of it: an app of one designed feature. */
export const readingGoalsRequest =
  "Reading goals for people who read. Everyone keeps reading goals of their own.";

/** A good model for that: everything but accounts is its own design. */
export const readingGoalsScript: BrainScript = {
  understand: () => ({
    ...understanding,
    appName: "Shelf Marks",
    wishes: understanding.wishes.filter(({ title }) => title === "Reading goals"),
  }),
  design: () => ({ features: [{ ...readingGoals, runsAfter: [] }] }),
  adapt: () => ({ values: [], unmet: [] }),
  write: goodPages,
};
