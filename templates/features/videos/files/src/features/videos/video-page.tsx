import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, VideoOff } from "lucide-react";
import { useLocation, useNavigate, useParams } from "react-router";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { useTitle } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";
import { fetchVideo, videoKeys } from "@/features/videos/api";
import { videoLabel, type Video } from "@/features/videos/types";
import { VideoCard } from "@/features/videos/video-card";
import { messageOf } from "@/lib/errors";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function VideoPage() {
  const { id = "" } = useParams();
  return (
    <div className="grid h-content grid-cols-[100%] place-items-center md:p-6">
      {UUID.test(id) ? <VideoWithId key={id} id={id} /> : <NoVideo />}
    </div>
  );
}

function VideoWithId({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: videoKeys.one(id),
    queryFn: () => fetchVideo(id),
  });
  if (isPending) return <LoadingVideo />;
  if (error) {
    return (
      <ErrorState
        title="This video could not be loaded"
        message={messageOf(error)}
        onRetry={() => void refetch()}
      />
    );
  }
  return data === null ? <NoVideo /> : <ShownVideo video={data} />;
}

function ShownVideo({ video }: { video: Video }) {
  useTitle(videoLabel(video));
  const { key } = useLocation();
  const navigate = useNavigate();
  // The first page of a visit has nothing to go back to.
  const goBack = () => void (key === "default" ? navigate("/") : navigate(-1));
  return (
    <div className="relative size-full">
      <h1 className="sr-only">{videoLabel(video)}</h1>
      <VideoCard video={video} isActive preload="auto" />
      <IconButton
        variant="overlay"
        label="Back"
        onClick={goBack}
        className="absolute top-3 left-3 z-10 md:top-0 md:left-0"
      >
        <ArrowLeft />
      </IconButton>
    </div>
  );
}

function LoadingVideo() {
  return (
    <div role="status" className="h-full w-full md:aspect-9/16 md:w-auto">
      <span className="sr-only">Loading video</span>
      <Skeleton className="size-full max-md:rounded-none md:rounded-card" />
    </div>
  );
}

function NoVideo() {
  useTitle("Video not found");
  return (
    <EmptyState
      icon={VideoOff}
      title="This video is not here"
      action={
        <ButtonLink to="/" variant="secondary">
          Go home
        </ButtonLink>
      }
    >
      It may have been deleted, or the address has a typing mistake.
    </EmptyState>
  );
}
