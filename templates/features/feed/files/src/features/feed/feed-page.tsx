import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";
import { useCallback } from "react";
// @if slot feed.tabs
import { useSearchParams } from "react-router";
// @end
import { ErrorState } from "@/components/ui/error-state";
// @if slot feed.tabs
import { TabPanel, Tabs } from "@/components/ui/tabs";
// @end
import { FeedList } from "@/features/feed/feed-list";
// @if slot feed.tabs
import { feedSources, latestSource } from "@/features/feed/feed-sources";
// @else
import { latestSource } from "@/features/feed/feed-sources";
// @end
import { FeedSkeleton } from "@/features/feed/feed-states";
import type { FeedSource } from "@/features/feed/types";
import { cursorAfter, videoKeys, type VideoCursor } from "@/features/videos/api";
import type { Video } from "@/features/videos/types";
import { messageOf } from "@/lib/errors";

/** The home page: a screen of video after video. */
export function FeedPage() {
  // @if slot feed.tabs
  const [parameters, setParameters] = useSearchParams();
  const source = feedSources.find(({ id }) => id === parameters.get("feed")) ?? latestSource;
  const select = (id: string) =>
    setParameters(id === latestSource.id ? {} : { feed: id }, { replace: true });
  return (
    <div className="relative h-content bg-canvas text-ink [--feed-top:3.5rem] max-md:scheme-dark">
      <h1 className="sr-only">Videos</h1>
      <div className="absolute inset-x-0 top-0 z-10 flex justify-center pt-1.5 max-md:[text-shadow:0_0_6px_#000]">
        <Tabs
          id="feed"
          label="Feeds"
          tabs={feedSources}
          selected={source.id}
          onSelect={select}
          className="max-md:[&>button]:text-white"
        />
      </div>
      <TabPanel tabsId="feed" selected={source.id} className="h-full">
        <Feed key={source.id} source={source} />
      </TabPanel>
    </div>
  );
  // @else
  return (
    <div className="relative h-content bg-canvas text-ink max-md:scheme-dark">
      <h1 className="sr-only">Videos</h1>
      <Feed source={latestSource} />
    </div>
  );
  // @end
}

const toList = (data: InfiniteData<Video[]>) => data.pages.flat();

function Feed({ source }: { source: FeedSource }) {
  const query = useInfiniteQuery({
    queryKey: [...videoKeys.all, "feed", source.id],
    queryFn: ({ pageParam }) => source.fetchPage(pageParam),
    initialPageParam: null as VideoCursor | null,
    getNextPageParam: cursorAfter,
    select: toList,
    // A list that changes under the one who watches would lose their place.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const { fetchNextPage } = query;
  const loadMore = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);
  if (query.isPending) return <FeedSkeleton />;
  if (query.data === undefined) {
    return (
      <div className="grid h-full place-items-center">
        <ErrorState
          title="The videos could not be loaded"
          message={messageOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      </div>
    );
  }
  if (query.data.length === 0) {
    return (
      <div className="grid h-full place-items-center">
        <source.Empty />
      </div>
    );
  }
  return (
    <FeedList
      videos={query.data}
      hasMore={query.hasNextPage}
      problem={query.isFetchNextPageError ? messageOf(query.error) : null}
      onLoadMore={loadMore}
    />
  );
}
