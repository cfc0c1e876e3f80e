import { UserCheck, UserPlus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useFollow } from "@/features/follows/use-follow";
import type { Profile } from "@/features/profiles/types";

/** On the profiles of others. */
export function FollowButton({ profile }: { profile: Profile }) {
  const { isFollowing, isKnown, toggle } = useFollow(profile.id);
  const Icon = isFollowing ? UserCheck : UserPlus;
  return (
    <Button
      variant={isFollowing ? "secondary" : "primary"}
      aria-pressed={isFollowing}
      disabled={!isKnown}
      onClick={toggle}
    >
      <Icon aria-hidden className="size-5" />
      {isFollowing ? "Following" : "Follow"}
    </Button>
  );
}
