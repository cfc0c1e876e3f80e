export const VIDEO_MAX_SECONDS = 60;
export const VIDEO_MAX_MEGABYTES = 50;
export const CAPTION_MAX_LENGTH = 150;

const EXTENSIONS: Readonly<Record<string, string>> = {
  "video/mp4": "mp4",
  "video/webm": "webm",
  "video/quicktime": "mov",
};

/** For the file dialog. */
export const ACCEPTED_FILES = "video/mp4,video/webm,video/quicktime,.mp4,.webm,.mov";

/** The media type of a file as the storage knows it; null for other kinds. Some systems give a MOV file no type. */
export function videoType(file: File): string | null {
  const type = file.type.split(";")[0]?.trim() ?? "";
  if (type in EXTENSIONS) return type;
  if (type !== "") return null;
  const extension = file.name.split(".").at(-1)?.toLowerCase();
  return Object.keys(EXTENSIONS).find((known) => EXTENSIONS[known] === extension) ?? null;
}

export function extensionOf(type: string): string {
  return EXTENSIONS[type] ?? "mp4";
}

/** Why a file cannot be uploaded, as far as can be told without opening it; null when it can. */
export function fileProblem(file: File): string | null {
  if (videoType(file) === null) {
    return `“${file.name}” is not a video we can take. Choose an MP4, WebM or MOV file.`;
  }
  if (file.size === 0) return `“${file.name}” is empty. Choose another file.`;
  const megabytes = file.size / 1_000_000;
  if (megabytes > VIDEO_MAX_MEGABYTES) {
    return `“${file.name}” has ${megabytes.toFixed(1)} MB. Videos may have up to ${VIDEO_MAX_MEGABYTES} MB.`;
  }
  return null;
}

/** Why a video of this length cannot be uploaded; null when it can. Parts of a second are not counted. */
export function lengthProblem(durationMs: number): string | null {
  const seconds = Math.floor(durationMs / 1000);
  if (seconds <= VIDEO_MAX_SECONDS) return null;
  return `This video takes ${formatDuration(durationMs)}. Videos may take up to ${formatDuration(VIDEO_MAX_SECONDS * 1000)}.`;
}

/** Minutes and seconds: `0:07`, `1:30`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(1, Math.floor(durationMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
