import type { Profile } from "@/features/profiles/types";

/** How many videos somebody has shared. */
export function VideoCount({ profile }: { profile: Profile }) {
  const count = profile.video_count;
  return (
    <li>
      <strong className="text-ink">{count}</strong> {count === 1 ? "video" : "videos"}
    </li>
  );
}
