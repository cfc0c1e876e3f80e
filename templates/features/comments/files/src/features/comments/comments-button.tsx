import { MessageCircle } from "lucide-react";
import { useState } from "react";
import { CommentsSheet } from "@/features/comments/comments-sheet";
import { useCommentCount } from "@/features/comments/use-comments";
import { RailButton } from "@/features/player/rail-button";
import type { Video } from "@/features/videos/types";

/** Opens the comments on a video. */
export function CommentsButton({ video }: { video: Video }) {
  const [isOpen, setIsOpen] = useState(false);
  const count = useCommentCount(video, { isOpen });
  return (
    <>
      <RailButton
        icon={MessageCircle}
        label="Comments"
        below={count}
        onClick={() => setIsOpen(true)}
      />
      {isOpen && (
        <CommentsSheet videoId={video.id} count={count} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}
