import { Heart } from "lucide-react";
import { useLike } from "@/features/likes/use-like";
import { RailButton } from "@/features/player/rail-button";
import type { Video } from "@/features/videos/types";

export function LikeButton({ video }: { video: Video }) {
  const { isLiked, count, toggle } = useLike(video);
  return (
    <RailButton icon={Heart} label="Like" below={count} isPressed={isLiked} onClick={toggle} />
  );
}
