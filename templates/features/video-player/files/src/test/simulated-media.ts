import { onTestFinished, vi } from "vitest";

interface SimulatedMediaOptions {
  /** Of every video, in seconds. */
  duration?: number;
  width?: number;
  height?: number;
  /** The browser cannot read any video. */
  isUnreadable?: boolean;
  /** The browser refuses to play with sound. */
  refusesSound?: boolean;
}

const playing = new WeakSet<HTMLMediaElement>();

/** Whether a video was told to play and not to stop again. */
export function isPlaying(video: HTMLMediaElement): boolean {
  return playing.has(video);
}

/** Makes video elements and canvases answer like a browser that can show video. Undone after each test. */
export function simulateMedia({
  duration = 5,
  width = 406,
  height = 720,
  isUnreadable = false,
  refusesSound = false,
}: SimulatedMediaOptions = {}) {
  const later = (video: HTMLMediaElement, event: string) =>
    queueMicrotask(() => video.dispatchEvent(new Event(isUnreadable ? "error" : event)));

  vi.spyOn(HTMLMediaElement.prototype, "load").mockImplementation(function (
    this: HTMLMediaElement,
  ) {
    if (this.getAttribute("src") !== null) later(this, "loadeddata");
  });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(async function (
    this: HTMLMediaElement,
  ) {
    if (refusesSound && !this.muted) throw new DOMException("Not allowed", "NotAllowedError");
    playing.add(this);
    this.dispatchEvent(new Event("playing"));
  });
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(function (
    this: HTMLMediaElement,
  ) {
    playing.delete(this);
  });
  vi.spyOn(HTMLMediaElement.prototype, "currentTime", "set").mockImplementation(function (
    this: HTMLMediaElement,
  ) {
    later(this, "seeked");
  });
  vi.spyOn(HTMLMediaElement.prototype, "duration", "get").mockReturnValue(duration);
  addToVideos({ videoWidth: width, videoHeight: height });
  simulateCanvas();
}

/** For what the test window's video elements do not have at all. */
function addToVideos(values: Readonly<Record<string, number>>) {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(HTMLVideoElement.prototype, name, { value, configurable: true });
    onTestFinished(() => void Reflect.deleteProperty(HTMLVideoElement.prototype, name));
  }
}

function simulateCanvas() {
  const context = { drawImage: () => undefined };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(context as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done, type) =>
    done(new Blob(["picture"], { type: type ?? "image/png" })),
  );
}
