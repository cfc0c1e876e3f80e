import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "@/components/ui/toaster";
import { useSession } from "@/features/auth/session";
import { useSignInRedirect } from "@/features/auth/sign-in-redirect";
import { fetchFollowState, followKeys, setFollow, type FollowState } from "@/features/follows/api";
import { profileKeys } from "@/features/profiles/use-profile";
// @if feature feed
import { videoKeys } from "@/features/videos/api";
// @end
import { messageOf } from "@/lib/errors";

/** What the signed-in person has to do with somebody; undefined until it is known. */
export function useFollowState(profileId: string): FollowState | undefined {
  const followerId = useSession().user?.id;
  const { data } = useQuery({
    queryKey: followKeys.profile(profileId),
    queryFn:
      followerId === undefined
        ? skipToken
        : () => fetchFollowState({ followerId, followeeId: profileId }),
  });
  return data;
}

/** Following and unfollowing; `toggle` leads visitors to the sign-in page. */
export function useFollow(profileId: string) {
  const { user, isLoading } = useSession();
  const signIn = useSignInRedirect();
  const queryClient = useQueryClient();
  const queryKey = followKeys.profile(profileId);
  const state = useFollowState(profileId);

  const { mutate } = useMutation({
    mutationFn: (change: { isFollowing: boolean; followerId: string }) =>
      setFollow({ ...change, followeeId: profileId }),
    // Two quick taps must reach the server in their order.
    scope: { id: `follow-${profileId}` },
    onMutate: async ({ isFollowing }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<FollowState>(queryKey);
      if (before !== undefined && before.isFollowing !== isFollowing) {
        const followerCount = Math.max(0, before.followerCount + (isFollowing ? 1 : -1));
        queryClient.setQueryData<FollowState>(queryKey, { isFollowing, followerCount });
      }
      return before;
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: profileKeys.all });
      // @if feature feed
      // The feed of followed people is read again the next time it is opened, not under the eyes of the one who watches it.
      const feed = [...videoKeys.all, "feed", "following"];
      void queryClient.invalidateQueries({ queryKey: feed, refetchType: "none" });
      // @end
    },
    onError: (error, _change, before) => {
      if (before !== undefined) queryClient.setQueryData(queryKey, before);
      toast(messageOf(error), { tone: "error" });
    },
  });

  const toggle = () => {
    if (user === null) {
      if (!isLoading) signIn();
    } else if (state !== undefined) {
      mutate({ isFollowing: !state.isFollowing, followerId: user.id });
    }
  };

  return {
    isFollowing: state?.isFollowing ?? false,
    isKnown: user === null || state !== undefined,
    toggle,
  };
}
