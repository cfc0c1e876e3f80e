const THUMBNAIL_HEIGHT = 720;
const PATIENCE_MS = 20_000;

export interface VideoDetails {
  readonly durationMs: number;
  /** In pixels, as it is shown. */
  readonly width: number;
  readonly height: number;
  /** A picture from the beginning of the video. */
  readonly thumbnail: Blob;
}

/** Opens a video in the browser for its length, its size and a picture. Throws when the browser cannot show it. */
export async function readVideo(url: string): Promise<VideoDetails> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.preload = "auto";
  video.src = url;
  try {
    await nextEvent(video, "loadeddata", () => video.load());
    const seconds = await findDuration(video);
    await nextEvent(video, "seeked", () => {
      video.currentTime = Math.min(1, seconds / 3);
    });
    return {
      durationMs: Math.max(1, Math.round(seconds * 1000)),
      width: video.videoWidth,
      height: video.videoHeight,
      thumbnail: await drawThumbnail(video),
    };
  } finally {
    video.removeAttribute("src");
    video.load();
  }
}

/** Recordings made in a browser know their length only once they have been played to the end. */
async function findDuration(video: HTMLVideoElement): Promise<number> {
  if (!Number.isFinite(video.duration)) {
    await nextEvent(video, "seeked", () => {
      video.currentTime = Number.MAX_SAFE_INTEGER;
    });
  }
  return Number.isFinite(video.duration) ? video.duration : video.currentTime;
}

async function drawThumbnail(video: HTMLVideoElement): Promise<Blob> {
  const scale = Math.min(1, THUMBNAIL_HEIGHT / video.videoHeight);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = await toBlob(canvas, "image/webp");
  // A browser that cannot write WebP gives a PNG, which is much larger than a JPEG.
  return picture.type === "image/webp" ? picture : await toBlob(canvas, "image/jpeg");
}

function toBlob(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  const { promise, resolve, reject } = Promise.withResolvers<Blob>();
  canvas.toBlob((blob) => (blob ? resolve(blob) : reject(unreadable())), type, 0.8);
  return promise;
}

/** Resolves when the video reports what `trigger` asks for. */
function nextEvent(video: HTMLVideoElement, name: string, trigger: () => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(unreadable()), PATIENCE_MS);
  const onSuccess = () => resolve();
  const onError = () => reject(unreadable());
  video.addEventListener(name, onSuccess, { once: true });
  video.addEventListener("error", onError, { once: true });
  trigger();
  return promise.finally(() => {
    clearTimeout(timer);
    video.removeEventListener(name, onSuccess);
    video.removeEventListener("error", onError);
  });
}

function unreadable() {
  return new Error("The browser cannot show this video.");
}
