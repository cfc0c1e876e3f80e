import { blueprintSchema } from "../../../src/spec/blueprint.ts";

const members = { member: "club_member", of: "club_id" };

/** A feature that the catalog does not know: clubs that people join, whose members propose books, vote and meet. */
export const bookClubsFeature = blueprintSchema.parse({
  id: "book-clubs",
  title: "Book clubs",
  summary: "People found book clubs, join them, vote for the next book and agree on meetings.",
  aliases: ["book club"],
  entities: [
    {
      name: "club",
      table: "clubs",
      title: "Club",
      fields: [
        { name: "name", type: "text", min: 3, max: 80 },
        { name: "description", type: "text", max: 400, required: false },
        { name: "city", type: "text", max: 60, required: false },
      ],
      references: [{ field: "founder_id", to: "profile" }],
      owner: "founder_id",
      unique: [["name"]],
      access: { select: "everyone", insert: "owner", update: "owner", delete: "owner" },
    },
    {
      name: "club_member",
      table: "club_members",
      title: "Member",
      references: [
        { field: "club_id", to: "club" },
        { field: "profile_id", to: "profile" },
      ],
      key: ["club_id", "profile_id"],
      owner: "profile_id",
      access: { select: "signed-in", insert: "owner", delete: "owner" },
    },
    {
      name: "book",
      table: "books",
      title: "Book",
      fields: [
        { name: "title", type: "text", min: 1, max: 120 },
        { name: "author", type: "text", min: 1, max: 80 },
        { name: "pages", type: "integer", min: 1, max: 5000, required: false },
        { name: "link", type: "text", max: 300, format: "url", required: false },
      ],
      references: [
        { field: "club_id", to: "club" },
        { field: "proposer_id", to: "profile" },
      ],
      owner: "proposer_id",
      access: { select: members, insert: members, update: "owner", delete: "owner" },
    },
    {
      name: "vote",
      table: "votes",
      title: "Vote",
      references: [
        { field: "book_id", to: "book" },
        { field: "voter_id", to: "profile" },
      ],
      key: ["book_id", "voter_id"],
      owner: "voter_id",
      counters: [{ reference: "book_id", column: "vote_count" }],
      access: { select: "owner", insert: { through: "book_id" }, delete: "owner" },
    },
    {
      name: "meeting",
      table: "meetings",
      title: "Meeting",
      fields: [
        { name: "place", type: "text", min: 1, max: 120 },
        { name: "starts_at", type: "timestamptz" },
      ],
      references: [
        { field: "club_id", to: "club" },
        { field: "organizer_id", to: "profile" },
      ],
      owner: "organizer_id",
      access: { select: members, insert: members, update: "owner", delete: "owner" },
    },
    {
      name: "attendance",
      table: "attendances",
      title: "Attendance",
      fields: [{ name: "answer", type: "text", max: 10, oneOf: ["yes", "maybe", "no"] }],
      references: [
        { field: "meeting_id", to: "meeting" },
        { field: "profile_id", to: "profile" },
      ],
      key: ["meeting_id", "profile_id"],
      owner: "profile_id",
      access: {
        select: { through: "meeting_id" },
        insert: { through: "meeting_id" },
        update: "owner",
        delete: "owner",
      },
    },
  ],
  acceptance: ["Somebody founds a club, others join it and vote for books."],
  files: ["src/features/book-clubs/types.ts"],
});
