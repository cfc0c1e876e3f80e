import { Play, RotateCw, TriangleAlert, Volume2, VolumeX } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";
import { usePlayback } from "@/features/player/use-playback";
import { useShortcuts } from "@/features/player/use-shortcuts";
import { classNames } from "@/lib/class-names";

/** Pictures at least this much taller than wide fill the stage; others are shown whole. */
const FILLS_FROM = 1.5;

interface VideoPlayerProps {
  src: string;
  poster: string;
  /** What is played, for screen readers. */
  label: string;
  /** In pixels; only the ratio counts. */
  width: number;
  height: number;
  /** Plays while this is true, from the start each time. */
  isActive: boolean;
  preload?: "auto" | "metadata" | undefined;
}

/** Fills its container. Space pauses and M switches the sound while it is active. */
export function VideoPlayer(props: VideoPlayerProps) {
  const { src, poster, label, width, height, isActive, preload = "metadata" } = props;
  const playback = usePlayback({ isActive });
  useShortcuts({ " ": playback.togglePlay, m: playback.toggleSound }, { isEnabled: isActive });
  const fills = height / width >= FILLS_FROM;

  return (
    <div className="scheme-dark relative size-full overflow-hidden bg-black text-white">
      {!fills && (
        <img
          src={poster}
          alt=""
          className="absolute inset-0 size-full scale-125 object-cover opacity-40 blur-2xl"
        />
      )}
      {/* The people who share videos have no captions to give. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        {...playback.videoProps}
        src={src}
        poster={poster}
        aria-label={label}
        preload={preload}
        loop
        playsInline
        className={classNames(
          "absolute inset-0 size-full",
          fills ? "object-cover" : "object-contain",
        )}
      />
      <button
        type="button"
        aria-label={playback.isPaused ? "Play" : "Pause"}
        onClick={playback.togglePlay}
        className="absolute inset-0 grid size-full place-items-center -outline-offset-4"
      >
        {playback.isPaused && <BigPlay />}
      </button>
      {playback.isWaiting && (
        <div className="pointer-events-none absolute inset-0 grid animate-[appear_200ms_400ms_both] place-items-center">
          <Spinner label="Loading video" className="size-10" />
        </div>
      )}
      {playback.hasFailed && <PlaybackFailure onRetry={playback.retry} />}
      <IconButton
        variant="overlay"
        label={playback.isMuted ? "Turn sound on" : "Turn sound off"}
        onClick={playback.toggleSound}
        className="absolute top-3 right-3 z-10"
      >
        {playback.isMuted ? <VolumeX /> : <Volume2 />}
      </IconButton>
      <Progress value={playback.progress} onSeek={playback.seek} />
    </div>
  );
}

function BigPlay() {
  return (
    <span className="grid size-20 animate-appear place-items-center rounded-full bg-black/45 backdrop-blur-md">
      <Play aria-hidden className="size-9 translate-x-0.5 fill-current" />
    </span>
  );
}

function PlaybackFailure({ onRetry }: { onRetry: () => void }) {
  return (
    <div
      role="alert"
      className="absolute inset-0 flex flex-col items-center justify-center gap-3 bg-black/80 p-6 text-center"
    >
      <TriangleAlert aria-hidden className="size-8 text-danger" />
      <p className="font-semibold">This video could not be played.</p>
      <Button variant="secondary" onClick={onRetry}>
        <RotateCw aria-hidden className="size-4" />
        Try again
      </Button>
    </div>
  );
}

function Progress({ value, onSeek }: { value: number; onSeek: (to: number) => void }) {
  const percent = Math.round(value * 100);
  return (
    <div className="group absolute inset-x-0 bottom-0 z-10 h-5">
      <div
        aria-hidden
        className="absolute inset-x-0 bottom-0 h-0.75 bg-white/25 transition-[height] group-focus-within:h-1.5 group-hover:h-1.5"
      >
        <div
          className="h-full origin-left bg-white transition-transform duration-200 ease-linear"
          style={{ transform: `scaleX(${value})` }}
        />
      </div>
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${percent} percent`}
        min={0}
        max={100}
        value={percent}
        onChange={(event) => onSeek(event.target.valueAsNumber / 100)}
        className="absolute inset-0 m-0 size-full cursor-pointer opacity-0"
      />
    </div>
  );
}
