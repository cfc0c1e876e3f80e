import { Check, Plus } from "lucide-react";
import { useSession } from "@/features/auth/session";
import { useFollow } from "@/features/follows/use-follow";
import type { Video } from "@/features/videos/types";
import { classNames } from "@/lib/class-names";

/** A small plus at the picture of a video's author. */
export function FollowAuthorButton({ video }: { video: Video }) {
  const { user } = useSession();
  const { isFollowing, isKnown, toggle } = useFollow(video.author_id);
  if (user?.id === video.author_id || !isKnown) return null;
  const label = `Follow @${video.author.username}`;
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isFollowing}
      title={isFollowing ? `You follow @${video.author.username}` : label}
      onClick={toggle}
      className={classNames(
        "z-10 -mt-7 grid size-6 place-items-center rounded-full ring-2 transition active:scale-90 max-md:ring-black/40 md:ring-canvas",
        isFollowing ? "bg-raised text-accent" : "bg-accent-fill text-white",
      )}
    >
      {isFollowing ? (
        <Check aria-hidden className="size-4" />
      ) : (
        <Plus aria-hidden className="size-4" />
      )}
    </button>
  );
}
