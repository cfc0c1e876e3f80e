import type { Seeder } from "../seeder.ts";

const BIOS: Readonly<Record<string, string>> = {
  mira: "Lagos light, slow mornings, fast bikes. I film what I would otherwise forget.",
  jonas: "Woodworker in Malmö.\nMostly birch, sometimes bread.",
  aiko: "Drawing one tiny city a day. Kyoto, ink, rain.",
  leo: "Espresso first. Then waves, then friends, then espresso.",
};

export async function seedProfiles(seeder: Seeder): Promise<void> {
  for (const { username } of seeder.people) {
    const bio = BIOS[username];
    if (bio === undefined) continue;
    const { error } = await seeder
      .as(username)
      .from("profiles")
      .update({ bio })
      .eq("id", seeder.idOf(username));
    if (error) throw error;
  }
}
