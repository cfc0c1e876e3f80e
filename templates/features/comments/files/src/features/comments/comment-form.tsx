import { Send, X } from "lucide-react";
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { TextArea } from "@/components/ui/text-area";
import { useSession } from "@/features/auth/session";
import { useSignInRedirect } from "@/features/auth/sign-in-redirect";
import { COMMENT_MAX_LENGTH, type Comment } from "@/features/comments/types";
import { useAddComment } from "@/features/comments/use-comments";
import { useMyProfile } from "@/features/profiles/use-profile";

interface CommentFormProps {
  videoId: string;
  /** The comment or reply that is being answered. */
  answered: Comment | null;
  /** Called with the comment whose replies have a new one. */
  onReplied: (parentId: string) => void;
  onCancelReply: () => void;
}

/** A place to write; visitors are asked to log in. */
export function CommentForm(props: CommentFormProps) {
  const { user, isLoading } = useSession();
  const signIn = useSignInRedirect();
  if (user !== null) return <OpenForm {...props} />;
  return (
    <Button className="w-full" disabled={isLoading} onClick={signIn}>
      Log in to comment
    </Button>
  );
}

function OpenForm({ videoId, answered, onReplied, onCancelReply }: CommentFormProps) {
  // An answer to a reply joins the replies to the same comment, and says whom it answers.
  const mention =
    answered !== null && answered.parent_id !== null ? `@${answered.author.username} ` : "";
  const [body, setBody] = useState(mention);
  const field = useRef<HTMLTextAreaElement>(null);
  const { data: me } = useMyProfile();
  const { mutate } = useAddComment();
  const text = body.trim();
  const canSend = text !== "" && me != null;

  useEffect(() => {
    if (answered !== null) field.current?.focus();
  }, [answered]);

  const send = () => {
    if (!canSend) return;
    const parentId = answered?.parent_id ?? answered?.id ?? null;
    mutate({ id: crypto.randomUUID(), thread: { videoId, parentId }, body: text, author: me });
    setBody("");
    if (parentId !== null) onReplied(parentId);
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form onSubmit={onSubmit} className="flex w-full flex-col gap-2">
      {answered !== null && (
        <p className="flex items-center justify-between text-sm text-muted">
          Replying to @{answered.author.username}
          <IconButton label="Cancel reply" onClick={onCancelReply} className="size-8">
            <X className="size-4" />
          </IconButton>
        </p>
      )}
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <TextArea
            ref={field}
            label={answered === null ? "Add a comment" : "Add a reply"}
            hideLabel
            rows={1}
            value={body}
            maxLength={COMMENT_MAX_LENGTH}
            placeholder={answered === null ? "Add a comment…" : "Add a reply…"}
            onChange={(event) => setBody(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <Button type="submit" disabled={!canSend} aria-label="Send">
          <Send aria-hidden className="size-5" />
        </Button>
      </div>
    </form>
  );
}
