import { MessageCircle } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { CommentForm } from "@/features/comments/comment-form";
import { CommentItem } from "@/features/comments/comment-item";
import { Replies } from "@/features/comments/replies";
import type { Comment } from "@/features/comments/types";
import { useThread } from "@/features/comments/use-comments";
import { messageOf } from "@/lib/errors";

interface CommentsSheetProps {
  videoId: string;
  /** Of comments and replies. */
  count: number;
  onClose: () => void;
}

/** The discussion of a video: its comments, newest first, and a place to write. */
export function CommentsSheet({ videoId, count, onClose }: CommentsSheetProps) {
  const [answered, setAnswered] = useState<Comment | null>(null);
  const [openThreads, setOpenThreads] = useState<readonly string[]>([]);

  const toggleThread = (parentId: string) =>
    setOpenThreads((open) =>
      open.includes(parentId) ? open.filter((id) => id !== parentId) : [...open, parentId],
    );
  const showReply = (parentId: string) => {
    setAnswered(null);
    setOpenThreads((open) => [...open.filter((id) => id !== parentId), parentId]);
  };

  return (
    <Dialog
      open
      tall
      onClose={onClose}
      title={count === 1 ? "1 comment" : `${count} comments`}
      footer={
        <CommentForm
          key={answered?.id}
          videoId={videoId}
          answered={answered}
          onReplied={showReply}
          onCancelReply={() => setAnswered(null)}
        />
      }
    >
      <Comments
        videoId={videoId}
        openThreads={openThreads}
        onToggleThread={toggleThread}
        onReply={setAnswered}
      />
    </Dialog>
  );
}

interface CommentsProps {
  videoId: string;
  /** The ids of the comments whose replies are shown. */
  openThreads: readonly string[];
  onToggleThread: (parentId: string) => void;
  onReply: (comment: Comment) => void;
}

function Comments({ videoId, openThreads, onToggleThread, onReply }: CommentsProps) {
  const query = useThread({ videoId, parentId: null });
  if (query.isPending) return <LoadingComments />;
  if (query.data === undefined) {
    return <ErrorState message={messageOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) {
    return (
      <EmptyState icon={MessageCircle} title="No comments yet">
        Say what you think: you are the first.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-5">
        {query.data.map((comment) => (
          <li key={comment.id}>
            <CommentItem comment={comment} onReply={() => onReply(comment)} />
            {comment.reply_count > 0 && (
              <Replies
                comment={comment}
                isOpen={openThreads.includes(comment.id)}
                onToggle={() => onToggleThread(comment.id)}
                onReply={onReply}
              />
            )}
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="mt-5 text-center">
          <Button
            variant="secondary"
            size="small"
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchNextPageError ? "Try again" : "More comments"}
          </Button>
        </div>
      )}
    </>
  );
}

function LoadingComments() {
  return (
    <div role="status" className="flex flex-col gap-5">
      <span className="sr-only">Loading comments</span>
      {["w-3/4", "w-1/2", "w-2/3"].map((width) => (
        <div key={width} className="flex gap-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-24" />
            <Skeleton className={`h-4 ${width}`} />
          </div>
        </div>
      ))}
    </div>
  );
}
