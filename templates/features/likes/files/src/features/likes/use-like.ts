import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toaster";
import { useSession } from "@/features/auth/session";
import { useSignInRedirect } from "@/features/auth/sign-in-redirect";
import { fetchLikeState, likeKeys, setLike, type LikeState } from "@/features/likes/api";
import type { Video } from "@/features/videos/types";
import { messageOf } from "@/lib/errors";

/** The like of the signed-in person for a video; `toggle` leads visitors to the sign-in page. */
export function useLike(video: Video): LikeState & { toggle: () => void } {
  const { user, isLoading } = useSession();
  const signIn = useSignInRedirect();
  const queryClient = useQueryClient();
  const queryKey = likeKeys.video(video.id);
  const { data } = useQuery({
    queryKey,
    queryFn: user === null ? skipToken : () => fetchLikeState(video.id),
  });
  const state = data ?? { isLiked: false, count: video.like_count };

  const { mutate } = useMutation({
    mutationFn: (change: { isLiked: boolean; userId: string }) =>
      setLike({ ...change, videoId: video.id }),
    // Two quick taps must reach the server in their order.
    scope: { id: `like-${video.id}` },
    onMutate: async ({ isLiked }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<LikeState>(queryKey) ?? state;
      if (before.isLiked !== isLiked) {
        const count = Math.max(0, before.count + (isLiked ? 1 : -1));
        queryClient.setQueryData<LikeState>(queryKey, { isLiked, count });
      }
      return before;
    },
    onError: (error, _change, before) => {
      if (before !== undefined) queryClient.setQueryData(queryKey, before);
      toast(messageOf(error), { tone: "error" });
    },
  });

  const toggle = () => {
    if (user !== null) mutate({ isLiked: !state.isLiked, userId: user.id });
    else if (!isLoading) signIn();
  };

  return { ...state, toggle };
}
