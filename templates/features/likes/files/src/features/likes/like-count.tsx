import { Heart } from "lucide-react";
import type { Video } from "@/features/videos/types";

const compact = new Intl.NumberFormat("en", { notation: "compact" });

/** How many people like a video, on its tile. */
export function LikeCount({ video }: { video: Video }) {
  return (
    <span className="flex items-center gap-1 tabular-nums">
      <Heart aria-hidden className="size-4" />
      <span className="sr-only">Likes: </span>
      {compact.format(video.like_count)}
    </span>
  );
}
