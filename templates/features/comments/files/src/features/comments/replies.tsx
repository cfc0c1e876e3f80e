import { ChevronDown, ChevronUp } from "lucide-react";
import { Spinner } from "@/components/ui/spinner";
import { CommentItem } from "@/features/comments/comment-item";
import type { Comment } from "@/features/comments/types";
import { useThread } from "@/features/comments/use-comments";
import { messageOf } from "@/lib/errors";

interface RepliesProps {
  comment: Comment;
  isOpen: boolean;
  onToggle: () => void;
  onReply: (comment: Comment) => void;
}

/** The replies to a comment, folded up until somebody wants to see them. */
export function Replies({ comment, isOpen, onToggle, onReply }: RepliesProps) {
  const count = comment.reply_count;
  const Chevron = isOpen ? ChevronUp : ChevronDown;
  return (
    <div className="mt-1 pl-11">
      <button type="button" aria-expanded={isOpen} onClick={onToggle} className={buttonClass}>
        {isOpen ? "Hide replies" : count === 1 ? "Show 1 reply" : `Show ${count} replies`}
        <Chevron aria-hidden className="size-4" />
      </button>
      {isOpen && <OpenReplies comment={comment} onReply={onReply} />}
    </div>
  );
}

const buttonClass =
  "-ml-2 flex items-center gap-1 rounded-control px-2 py-1 text-sm font-semibold text-accent transition hover:bg-raised";

function OpenReplies({ comment, onReply }: Pick<RepliesProps, "comment" | "onReply">) {
  const query = useThread({ videoId: comment.video_id, parentId: comment.id });
  if (query.isPending) return <Spinner label="Loading replies" className="my-2 size-5" />;
  return (
    <>
      {query.isError && (
        <p role="alert" className="text-sm text-danger">
          {messageOf(query.error)}
        </p>
      )}
      <ul className="mt-2 flex flex-col gap-4">
        {query.data?.map((reply) => (
          <li key={reply.id}>
            <CommentItem comment={reply} onReply={() => onReply(reply)} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <button type="button" onClick={() => void query.fetchNextPage()} className={buttonClass}>
          More replies
        </button>
      )}
    </>
  );
}
