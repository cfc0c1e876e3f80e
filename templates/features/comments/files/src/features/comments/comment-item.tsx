import { useState } from "react";
import { useSession } from "@/features/auth/session";
import { timeAgo } from "@/features/comments/time-ago";
import type { Comment } from "@/features/comments/types";
import { useDeleteComment } from "@/features/comments/use-comments";
import { ProfileAvatar } from "@/features/profiles/profile-avatar";
import { ProfileLink } from "@/features/profiles/profile-link";
import { profileName } from "@/features/profiles/types";

interface CommentItemProps {
  comment: Comment;
  onReply: () => void;
}

export function CommentItem({ comment, onReply }: CommentItemProps) {
  const { author } = comment;
  const { user } = useSession();
  const [shownAt] = useState(Date.now);
  return (
    <article aria-label={`Comment by ${profileName(author)}`} className="flex gap-3">
      <ProfileAvatar profile={author} size="small" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <ProfileLink profile={author} className="font-semibold hover:underline" />
          <time dateTime={comment.created_at} className="text-muted">
            {timeAgo(comment.created_at, shownAt)}
          </time>
        </p>
        <p className="break-words whitespace-pre-line">{comment.body}</p>
        <div className="-ml-2 flex text-sm">
          <button type="button" onClick={onReply} className={actionClass}>
            Reply
          </button>
          {user?.id === comment.author_id && <DeleteComment comment={comment} />}
        </div>
      </div>
    </article>
  );
}

const actionClass =
  "rounded-control px-2 py-1 font-semibold text-muted transition hover:bg-raised hover:text-ink";

function DeleteComment({ comment }: { comment: Comment }) {
  const [isAsking, setIsAsking] = useState(false);
  const { mutate } = useDeleteComment();
  if (!isAsking) {
    return (
      <button type="button" onClick={() => setIsAsking(true)} className={actionClass}>
        Delete
      </button>
    );
  }
  return (
    <>
      <button
        type="button"
        onClick={() => mutate(comment)}
        className="rounded-control px-2 py-1 font-semibold text-danger transition hover:bg-raised"
      >
        Delete for everybody
      </button>
      <button type="button" onClick={() => setIsAsking(false)} className={actionClass}>
        Keep
      </button>
    </>
  );
}
