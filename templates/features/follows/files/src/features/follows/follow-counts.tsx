import { useFollowState } from "@/features/follows/use-follow";
import type { Profile } from "@/features/profiles/types";

const compact = new Intl.NumberFormat("en", { notation: "compact" });

/** How many people follow somebody, and how many they follow. */
export function FollowCounts({ profile }: { profile: Profile }) {
  const followers = useFollowState(profile.id)?.followerCount ?? profile.follower_count;
  return (
    <>
      <li>
        <strong className="text-ink">{compact.format(followers)}</strong>{" "}
        {followers === 1 ? "follower" : "followers"}
      </li>
      <li>
        <strong className="text-ink">{compact.format(profile.following_count)}</strong> following
      </li>
    </>
  );
}
