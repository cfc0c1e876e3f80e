import { errorCode } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

const UNIQUE_VIOLATION = "23505";

export interface LikeState {
  readonly isLiked: boolean;
  readonly count: number;
}

export const likeKeys = {
  video: (videoId: string) => ["likes", "video", videoId] as const,
};

interface Waiting {
  readonly videoId: string;
  readonly resolve: (state: LikeState) => void;
  readonly reject: (error: unknown) => void;
}

let waiting: Waiting[] = [];

/** Whether the signed-in person likes a video, and how many do. What is asked for together is read with one request. */
export function fetchLikeState(videoId: string): Promise<LikeState> {
  if (waiting.length === 0) queueMicrotask(() => void answerAll());
  const { promise, resolve, reject } = Promise.withResolvers<LikeState>();
  waiting.push({ videoId, resolve, reject });
  return promise;
}

async function answerAll(): Promise<void> {
  const asked = waiting;
  waiting = [];
  try {
    const states = await fetchLikeStates([...new Set(asked.map(({ videoId }) => videoId))]);
    for (const { videoId, resolve } of asked) {
      // A video that was deleted meanwhile has no likes.
      resolve(states.get(videoId) ?? { isLiked: false, count: 0 });
    }
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

async function fetchLikeStates(videoIds: string[]): Promise<Map<string, LikeState>> {
  // People can read their own likes only, so `likes` is the one of whoever asks.
  const { data, error } = await supabase
    .from("videos")
    .select("id, like_count, likes(user_id)")
    .in("id", videoIds);
  if (error) throw error;
  return new Map(
    data.map(({ id, like_count: count, likes }) => [id, { isLiked: likes.length > 0, count }]),
  );
}

interface LikeChange {
  readonly userId: string;
  readonly videoId: string;
  readonly isLiked: boolean;
}

/** Likes a video or takes the like back. Doing it twice is as good as once. */
export async function setLike({ userId, videoId, isLiked }: LikeChange): Promise<void> {
  const { error } = isLiked
    ? await supabase.from("likes").insert({ user_id: userId, video_id: videoId })
    : await supabase.from("likes").delete().eq("user_id", userId).eq("video_id", videoId);
  if (error && errorCode(error) !== UNIQUE_VIOLATION) throw error;
}
