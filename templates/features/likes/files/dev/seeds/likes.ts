import type { Seeder } from "../seeder.ts";

/** Everybody likes some of the videos of the others. */
export async function seedLikes(seeder: Seeder): Promise<void> {
  for (const [place, { username }] of seeder.people.entries()) {
    const client = seeder.as(username);
    const userId = seeder.idOf(username);
    const { data: videos, error } = await client
      .from("videos")
      .select("id")
      .neq("author_id", userId)
      .order("created_at");
    if (error) throw error;
    const liked = videos.filter((_, index) => (index + place) % 3 !== 0);
    const { error: refusal } = await client
      .from("likes")
      .insert(liked.map(({ id }) => ({ user_id: userId, video_id: id })));
    if (refusal) throw refusal;
  }
}
