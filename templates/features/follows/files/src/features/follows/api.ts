import { errorCode } from "@/lib/errors";
import { supabase } from "@/lib/supabase";

const UNIQUE_VIOLATION = "23505";

export interface FollowState {
  readonly isFollowing: boolean;
  readonly followerCount: number;
}

export const followKeys = {
  profile: (profileId: string) => ["follows", "profile", profileId] as const,
};

interface Pair {
  readonly followerId: string;
  readonly followeeId: string;
}

interface Waiting extends Pair {
  readonly resolve: (state: FollowState) => void;
  readonly reject: (error: unknown) => void;
}

let waiting: Waiting[] = [];

/** Whether one person follows another, and how many do. What is asked for together is read with one request. */
export function fetchFollowState(pair: Pair): Promise<FollowState> {
  if (waiting.length === 0) queueMicrotask(() => void answerAll());
  const { promise, resolve, reject } = Promise.withResolvers<FollowState>();
  waiting.push({ ...pair, resolve, reject });
  return promise;
}

async function answerAll(): Promise<void> {
  const asked = waiting;
  waiting = [];
  try {
    const profiles = await fetchFollowers(asked);
    for (const { followerId, followeeId, resolve } of asked) {
      // Nobody follows a profile that was deleted meanwhile.
      const { count = 0, followerIds = [] } = profiles.get(followeeId) ?? {};
      resolve({ isFollowing: followerIds.includes(followerId), followerCount: count });
    }
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

/** How many follow each of them, and who of those who are asked about. */
async function fetchFollowers(pairs: readonly Pair[]) {
  const { data, error } = await supabase
    .from("profiles")
    .select("id, follower_count, follows!follows_followee_id_fkey(follower_id)")
    .in("id", [...new Set(pairs.map(({ followeeId }) => followeeId))])
    .in("follows.follower_id", [...new Set(pairs.map(({ followerId }) => followerId))]);
  if (error) throw error;
  return new Map(
    data.map(({ id, follower_count: count, follows }) => [
      id,
      { count, followerIds: follows.map(({ follower_id }) => follower_id) },
    ]),
  );
}

/** Follows somebody or stops. Doing it twice is as good as once. */
export async function setFollow({
  followerId,
  followeeId,
  isFollowing,
}: Pair & { readonly isFollowing: boolean }): Promise<void> {
  const { error } = isFollowing
    ? await supabase.from("follows").insert({ follower_id: followerId, followee_id: followeeId })
    : await supabase
        .from("follows")
        .delete()
        .eq("follower_id", followerId)
        .eq("followee_id", followeeId);
  if (error && errorCode(error) !== UNIQUE_VIOLATION) throw error;
}
