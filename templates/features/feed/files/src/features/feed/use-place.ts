import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useLocation } from "react-router";
import type { Video } from "@/features/videos/types";

/**
 * Where somebody was in the feed, for when they come back to it from another page.
 * It is forgotten together with the videos that were loaded.
 */
export function usePlace(videos: readonly Video[]) {
  const queryClient = useQueryClient();
  const { key } = useLocation();
  const [startAt] = useState(() => {
    const id = queryClient.getQueryData<string>(placeKey(key));
    return Math.max(
      0,
      videos.findIndex((video) => video.id === id),
    );
  });
  const remember = useCallback(
    ({ id }: Video) => void queryClient.setQueryData(placeKey(key), id),
    [queryClient, key],
  );
  return { startAt, remember };
}

/** Every entry of the browser's history has a key of its own. */
function placeKey(historyKey: string) {
  return ["feed-place", historyKey];
}
