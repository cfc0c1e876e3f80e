import { COMMENT_MAX_LENGTH } from "../../src/features/comments/types.ts";
import type { Seeder } from "../seeder.ts";

interface SampleComment {
  readonly author: string;
  readonly body: string;
  readonly replies: readonly { readonly author: string; readonly body: string }[];
}

/** For the newest videos, in that order; each list is in the order of writing. */
const DISCUSSIONS: readonly (readonly SampleComment[])[] = [
  [
    {
      author: "jonas",
      body: "How cold was it really?",
      replies: [
        { author: "mira", body: "-18. My tripod made noises." },
        { author: "jonas", body: "I would have stayed in the car" },
      ],
    },
    { author: "aiko", body: "The green at the end!!", replies: [] },
    {
      author: "leo",
      body: "Still waiting for my turn to see this. Where were you?",
      replies: [{ author: "mira", body: "Two hours north of Tromsø, then left 😄" }],
    },
  ],
  [
    { author: "aiko", body: "Instantly hear the synths", replies: [] },
    {
      author: "mira",
      body: "Where does this road go?",
      replies: [{ author: "leo", body: "To the same place every 4 seconds" }],
    },
  ],
  [{ author: "leo", body: "The sound makes it. Thank you.", replies: [] }],
  [{ author: "mira", body: "The yellow one is clearly late", replies: [] }],
];

/** Lets the people talk about the newest videos. */
export async function seedComments(seeder: Seeder): Promise<void> {
  const [reader] = seeder.people;
  if (reader === undefined) return;
  const { data: videos, error } = await seeder
    .as(reader.username)
    .from("videos")
    .select("id")
    .order("created_at", { ascending: false })
    .limit(DISCUSSIONS.length);
  if (error) throw error;
  for (const [index, { id: videoId }] of videos.entries()) {
    for (const comment of (DISCUSSIONS[index] ?? []).filter(isShortEnough)) {
      const parentId = await write(seeder, { ...comment, videoId, parentId: null });
      for (const reply of comment.replies.filter(isShortEnough)) {
        await write(seeder, { ...reply, videoId, parentId });
      }
    }
  }
}

function isShortEnough({ body }: { readonly body: string }): boolean {
  return body.length <= COMMENT_MAX_LENGTH;
}

interface NewComment {
  readonly author: string;
  readonly body: string;
  readonly videoId: string;
  readonly parentId: string | null;
}

/** Resolves to the id of the new comment. */
async function write(seeder: Seeder, { author, body, videoId, parentId }: NewComment) {
  const { data, error } = await seeder
    .as(author)
    .from("comments")
    .insert({ author_id: seeder.idOf(author), body, video_id: videoId, parent_id: parentId })
    .select("id")
    .single();
  if (error) throw error;
  return data.id;
}
