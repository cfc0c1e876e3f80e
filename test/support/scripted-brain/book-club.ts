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

/** Fields of an entity in a draft, with what most have none of. */
const entity = {
  icon: null,
  description: "",
  fields: [],
  key: null,
  counters: [],
  indexes: [],
  unique: [],
  immutable: [],
  search: null,
  realtime: false,
};

const reference = (field: string, to: string) => ({
  field,
  to,
  required: true,
  onDelete: "cascade",
  description: "",
});

const text = (
  name: string,
  { max = 120, required = true, oneOf = null as readonly string[] | null } = {},
) => ({
  type: "text",
  name,
  description: "",
  required,
  min: required ? 1 : 0,
  max,
  format: null,
  oneOf,
  default: null,
});

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
      ...entity,
      name: "club",
      table: "clubs",
      title: "Club",
      icon: "Users",
      fields: [text("name", { max: 80 }), text("description", { max: 400, required: false })],
      references: [reference("founder_id", "profile")],
      owner: "founder_id",
      unique: [["name"]],
      access: { ...byOwner, select: "everyone" },
    },
    {
      ...entity,
      name: "club_member",
      table: "club_members",
      title: "Member",
      references: [reference("club_id", "club"), reference("member_id", "profile")],
      key: ["club_id", "member_id"],
      owner: "member_id",
      access: { ...byOwner, select: "signed-in", update: "nobody" },
    },
    {
      ...entity,
      name: "book",
      table: "books",
      title: "Book",
      fields: [text("title"), text("author", { max: 80 })],
      references: [reference("club_id", "club"), reference("proposer_id", "profile")],
      owner: "proposer_id",
      access: amongMembers,
    },
    {
      ...entity,
      name: "vote",
      table: "votes",
      title: "Vote",
      references: [reference("book_id", "book"), reference("voter_id", "profile")],
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
      ...entity,
      name: "meeting",
      table: "meetings",
      title: "Meeting",
      fields: [text("place"), moment("timestamptz", "starts_at")],
      references: [reference("club_id", "club"), reference("organizer_id", "profile")],
      owner: "organizer_id",
      access: amongMembers,
    },
    {
      ...entity,
      name: "attendance",
      table: "attendances",
      title: "Attendance",
      fields: [text("answer", { max: 10, oneOf: ["yes", "maybe", "no"] })],
      references: [reference("meeting_id", "meeting"), reference("guest_id", "profile")],
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
      ...entity,
      name: "reading_goal",
      table: "reading_goals",
      title: "Reading goal",
      icon: "Flag",
      fields: [text("title", { max: 80 }), count("books", 500), moment("date", "reach_by")],
      references: [reference("reader_id", "profile")],
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
