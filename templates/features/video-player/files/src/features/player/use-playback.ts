import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { setMuted, useMuted } from "@/features/player/sound";

function subscribeToVisibility(listener: () => void) {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

function usePageVisible(): boolean {
  return useSyncExternalStore(subscribeToVisibility, () => document.visibilityState === "visible");
}

/** Plays a video element while it is active, the page is in view and nobody has paused it. */
export function usePlayback({ isActive }: { isActive: boolean }) {
  const video = useRef<HTMLVideoElement>(null);
  const isMuted = useMuted();
  const isVisible = usePageVisible();
  const [isPaused, setIsPaused] = useState(false);
  const [isWaiting, setIsWaiting] = useState(true);
  const [hasFailed, setHasFailed] = useState(false);
  const [progress, setProgress] = useState(0);
  const shouldPlay = isActive && isVisible && !isPaused && !hasFailed;

  const [wasActive, setWasActive] = useState(isActive);
  if (wasActive !== isActive) {
    setWasActive(isActive);
    setIsPaused(false);
  }

  useEffect(() => {
    const element = video.current;
    if (element === null || !shouldPlay) return;
    let isCurrent = true;
    void start(element).then((outcome) => {
      if (isCurrent && outcome === "refused") setIsPaused(true);
    });
    return () => {
      isCurrent = false;
      element.pause();
    };
  }, [shouldPlay]);

  useEffect(() => {
    if (!isActive && video.current !== null) video.current.currentTime = 0;
  }, [isActive]);

  const seek = (to: number) => {
    const element = video.current;
    if (element === null || !Number.isFinite(element.duration)) return;
    element.currentTime = to * element.duration;
    setProgress(to);
  };

  const retry = () => {
    setHasFailed(false);
    setIsWaiting(true);
    video.current?.load();
  };

  return {
    videoProps: {
      ref: video,
      muted: isMuted,
      onWaiting: () => setIsWaiting(true),
      onPlaying: () => setIsWaiting(false),
      onCanPlay: () => setIsWaiting(false),
      onError: () => setHasFailed(true),
      onTimeUpdate: () => setProgress(progressOf(video.current)),
    },
    isMuted,
    isPaused,
    isWaiting: isWaiting && isActive && !isPaused && !hasFailed,
    hasFailed,
    /** From 0 to 1. */
    progress,
    togglePlay: () => setIsPaused(!isPaused),
    toggleSound: () => setMuted(!isMuted),
    seek,
    retry,
  };
}

function progressOf(video: HTMLVideoElement | null): number {
  return video !== null && video.duration > 0 ? video.currentTime / video.duration : 0;
}

/** Starts with the chosen sound, or else without: browsers let a page be loud only after a click on it. */
async function start(video: HTMLVideoElement): Promise<"playing" | "refused" | "interrupted"> {
  const outcome = await tryToPlay(video);
  if (outcome !== "refused" || video.muted) return outcome;
  video.muted = true;
  setMuted(true);
  return await tryToPlay(video);
}

async function tryToPlay(video: HTMLVideoElement) {
  try {
    await video.play();
    return "playing";
  } catch (error) {
    // Anything else is a pause in the meantime, or a failure that the error event reports.
    return error instanceof DOMException && error.name === "NotAllowedError"
      ? "refused"
      : "interrupted";
  }
}
