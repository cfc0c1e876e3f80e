import { Users } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useSession } from "@/features/auth/session";
import { useSignInRedirect } from "@/features/auth/sign-in-redirect";
import type { FeedSource } from "@/features/feed/types";
import { olderThan, PAGE_SIZE, type VideoCursor } from "@/features/videos/api";
import { toVideo, type Video } from "@/features/videos/types";
import { supabase } from "@/lib/supabase";

/** The videos of the people that the signed-in person follows, newest first. */
export const followingSource: FeedSource = {
  id: "following",
  label: "Following",
  fetchPage: fetchFollowedVideos,
  Empty: NoFollowedVideos,
};

const followedSelect =
  "*, author:profiles!videos_author_id_fkey!inner(id, username, display_name, avatar_path, follows!follows_followee_id_fkey!inner(follower_id))";

async function fetchFollowedVideos(cursor: VideoCursor | null): Promise<Video[]> {
  const { data: session } = await supabase.auth.getSession();
  const userId = session.session?.user.id;
  if (userId === undefined) return [];
  const query = supabase
    .from("videos")
    .select(followedSelect)
    .eq("author.follows.follower_id", userId)
    .order("created_at", { ascending: false })
    .order("id", { ascending: false })
    .limit(PAGE_SIZE);
  if (cursor !== null) query.lte("created_at", cursor.created_at).or(olderThan(cursor));
  const { data, error } = await query;
  if (error) throw error;
  return data.map(toVideo);
}

function NoFollowedVideos() {
  const { user, isLoading } = useSession();
  const signIn = useSignInRedirect();
  if (isLoading) return null;
  if (user === null) {
    return (
      <EmptyState
        icon={Users}
        title="Videos of the people you follow"
        action={<Button onClick={signIn}>Log in</Button>}
      >
        Log in to see what they post.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Users}
      title="Nothing here yet"
      action={
        <ButtonLink to="/" variant="secondary">
          Find people
        </ButtonLink>
      }
    >
      Follow people whose videos you like, and their new ones appear here.
    </EmptyState>
  );
}
