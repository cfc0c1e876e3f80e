import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toaster";
import { messageOf } from "@/lib/errors";

interface DeleteButtonProps {
  /** What is deleted, as a sentence names it. */
  name: string;
  /** What else goes with it. */
  warning?: string | undefined;
  onDelete: () => Promise<void>;
  /** Called when it is gone. */
  onDeleted: () => void;
}

/** Asks before it deletes, and says when that was refused. */
export function DeleteButton({ name, warning, onDelete, onDeleted }: DeleteButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: onDelete,
    onSuccess: () => {
      toast(`The ${name} was deleted.`);
      onDeleted();
    },
    onError: (error) => {
      setIsAsking(false);
      toast(messageOf(error), { tone: "error" });
    },
  });
  return (
    <>
      <Button variant="secondary" onClick={() => setIsAsking(true)}>
        <Trash2 aria-hidden className="size-4" />
        Delete
      </Button>
      <Dialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={`Delete this ${name}?`}
        footer={
          <>
            <Button variant="secondary" onClick={() => setIsAsking(false)}>
              Keep it
            </Button>
            <Button variant="danger" busy={isPending} onClick={() => mutate()}>
              Delete {name}
            </Button>
          </>
        }
      >
        <p>{warning ?? "There is no way to get it back."}</p>
      </Dialog>
    </>
  );
}
