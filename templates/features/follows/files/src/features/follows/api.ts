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

/** Whether one person follows another, and how many do. */
export async function fetchFollowState({ followerId, followeeId }: Pair): Promise<FollowState> {
  const { data, error } = await supabase
    .from("profiles")
    .select("follower_count, follows!follows_followee_id_fkey(follower_id)")
    .eq("id", followeeId)
    .eq("follows.follower_id", followerId)
    .maybeSingle();
  if (error) throw error;
  return {
    isFollowing: data !== null && data.follows.length > 0,
    followerCount: data?.follower_count ?? 0,
  };
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
