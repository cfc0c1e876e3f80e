import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toaster";
import { useSession } from "@/features/auth/session";
import { profileKeys } from "@/features/profiles/use-profile";
import { deleteVideo, videoKeys } from "@/features/videos/api";
import { RailButton } from "@/features/player/rail-button";
import { videoPath, type Video } from "@/features/videos/types";
import { messageOf } from "@/lib/errors";

/** Only for the person who shared the video. */
export function DeleteVideoButton({ video }: { video: Video }) {
  const { user } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const { mutate, isPending } = useDeletion(video);
  if (user?.id !== video.author_id) return null;
  return (
    <>
      <RailButton icon={Trash2} label="Delete" below="Delete" onClick={() => setIsAsking(true)} />
      <Dialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title="Delete this video?"
        footer={
          <>
            <Button variant="secondary" onClick={() => setIsAsking(false)}>
              Keep it
            </Button>
            <Button variant="danger" busy={isPending} onClick={() => mutate()}>
              Delete video
            </Button>
          </>
        }
      >
        <p>It disappears for everybody, and there is no way to get it back.</p>
      </Dialog>
    </>
  );
}

function useDeletion(video: Video) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return useMutation({
    mutationFn: () => deleteVideo(video),
    onSuccess: async () => {
      toast("Your video was deleted.");
      // The page of the video has nothing to show any more.
      if (pathname === videoPath(video)) {
        await navigate(`/u/${video.author.username}`, { replace: true });
      }
      void queryClient.invalidateQueries({ queryKey: videoKeys.all });
      void queryClient.invalidateQueries({ queryKey: profileKeys.all });
    },
    onError: (error) => toast(messageOf(error), { tone: "error" }),
  });
}
