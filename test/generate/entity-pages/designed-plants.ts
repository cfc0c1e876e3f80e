import { blueprintSchema } from "../../../src/spec/blueprint.ts";

const ownerOnly = { select: "owner", insert: "owner", update: "owner", delete: "owner" };

/** A feature that the catalog does not know: everybody sees their own plants only, with waterings and photos. */
export const plantsFeature = blueprintSchema.parse({
  id: "plant-diary",
  title: "Plant diary",
  summary: "People keep track of their plants, when they watered them and how they grow.",
  aliases: ["plant tracker"],
  entities: [
    {
      name: "plant",
      table: "plants",
      title: "Plant",
      fields: [
        { name: "name", type: "text", min: 1, max: 60 },
        { name: "species", type: "text", max: 80, required: false },
        { name: "light", type: "text", max: 20, oneOf: ["shade", "half shade", "sun"] },
        { name: "acquired_on", type: "date", required: false },
        { name: "price", type: "money", currency: "EUR", required: false },
        { name: "needs_misting", type: "boolean", default: false },
        { name: "notes", type: "text", max: 500, required: false },
      ],
      references: [{ field: "owner_id", to: "profile" }],
      owner: "owner_id",
      unique: [["owner_id", "name"]],
      access: ownerOnly,
    },
    {
      name: "watering",
      table: "waterings",
      title: "Watering",
      fields: [
        { name: "watered_at", type: "timestamptz", default: "now" },
        { name: "amount_ml", type: "integer", min: 1, max: 10000 },
        { name: "fertilised", type: "boolean", default: false },
      ],
      references: [
        { field: "plant_id", to: "plant" },
        { field: "owner_id", to: "profile" },
      ],
      owner: "owner_id",
      access: {
        select: { through: "plant_id" },
        insert: { through: "plant_id" },
        update: "owner",
        delete: "owner",
      },
    },
    {
      name: "plant_photo",
      table: "plant_photos",
      title: "Photo",
      fields: [
        { name: "photo_path", type: "text", min: 1, max: 300 },
        { name: "caption", type: "text", max: 120 },
        { name: "taken_on", type: "date", required: false },
      ],
      references: [
        { field: "plant_id", to: "plant" },
        { field: "owner_id", to: "profile" },
      ],
      owner: "owner_id",
      access: {
        select: { through: "plant_id" },
        insert: { through: "plant_id" },
        update: "owner",
        delete: "owner",
      },
    },
  ],
  storage: [
    {
      name: "plant-photos",
      public: false,
      maxBytes: 5_000_000,
      mimeTypes: ["image/png", "image/jpeg", "image/webp"],
    },
  ],
  acceptance: ["Somebody adds a plant and notes when it was watered."],
  files: ["src/features/plant-diary/types.ts"],
});
