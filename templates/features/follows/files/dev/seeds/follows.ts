import type { Seeder } from "../seeder.ts";

const FOLLOWS: readonly (readonly [follower: string, followee: string])[] = [
  ["aiko", "mira"],
  ["aiko", "jonas"],
  ["jonas", "mira"],
  ["leo", "mira"],
  ["leo", "aiko"],
  ["mira", "leo"],
];

/** Lets the people follow each other. */
export async function seedFollows(seeder: Seeder): Promise<void> {
  for (const [follower, followee] of FOLLOWS) {
    const { error } = await seeder
      .as(follower)
      .from("follows")
      .insert({ follower_id: seeder.idOf(follower), followee_id: seeder.idOf(followee) });
    if (error) throw error;
  }
}
