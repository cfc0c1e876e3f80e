import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { TextArea } from "@/components/ui/text-area";
import { toast } from "@/components/ui/toaster";
import { useUser } from "@/features/auth/session";
import { profileKeys } from "@/features/profiles/use-profile";
import { videoKeys } from "@/features/videos/api";
import { publishVideo } from "@/features/videos/publish-video";
import type { VideoDetails } from "@/features/videos/read-video";
import { useChosenVideo, type ChosenVideo } from "@/features/videos/use-chosen-video";
import { VideoChooser } from "@/features/videos/video-chooser";
import { CAPTION_MAX_LENGTH, formatDuration } from "@/features/videos/video-file";
import { messageOf } from "@/lib/errors";

export function UploadPage() {
  const { chosen, choose, clear } = useChosenVideo();
  const upload = useUpload();
  const [caption, setCaption] = useState("");

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.kind === "ready") {
      upload.start({ file: chosen.file, details: chosen.details, caption: caption.trim() });
    }
  };

  return (
    <Page title="Upload a video">
      <form onSubmit={onSubmit} className="grid gap-8 md:grid-cols-[18rem_1fr]">
        {chosen.kind === "ready" ? (
          <Preview chosen={chosen} onClear={clear} isLocked={upload.isUploading} />
        ) : (
          <VideoChooser
            problem={chosen.kind === "none" ? chosen.problem : null}
            isReading={chosen.kind === "reading"}
            onChoose={(file) => void choose(file)}
          />
        )}
        <div className="flex flex-col gap-5">
          <TextArea
            label="Caption"
            hint="Say what it is about. You can also leave it empty."
            value={caption}
            maxLength={CAPTION_MAX_LENGTH}
            disabled={upload.isUploading}
            onChange={(event) => setCaption(event.target.value)}
          />
          {upload.problem !== null && (
            <p role="alert" className="font-medium text-danger">
              {upload.problem}
            </p>
          )}
          {upload.isUploading ? (
            <UploadProgress part={upload.part} onCancel={upload.cancel} />
          ) : (
            <Button
              type="submit"
              size="large"
              disabled={chosen.kind !== "ready"}
              className="md:self-start"
            >
              Post
            </Button>
          )}
        </div>
      </form>
    </Page>
  );
}

interface NewUpload {
  file: File;
  details: VideoDetails;
  caption: string;
}

/** One upload at a time; leaving the page cancels it. */
function useUpload() {
  const { id: authorId } = useUser();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [part, setPart] = useState(0);
  const controller = useRef<AbortController>(null);

  const { mutate, isPending, error } = useMutation({
    mutationFn: (upload: NewUpload & { signal: AbortSignal }) =>
      publishVideo({ ...upload, authorId, onProgress: setPart }),
    onSuccess: async (id) => {
      toast("Your video is online.");
      await navigate(`/v/${id}`);
      void queryClient.invalidateQueries({ queryKey: videoKeys.all });
      void queryClient.invalidateQueries({ queryKey: profileKeys.all });
    },
  });

  const cancel = () => controller.current?.abort();
  useEffect(() => () => controller.current?.abort(), []);
  useWarnBeforeUnload(isPending);

  const start = (upload: NewUpload) => {
    controller.current = new AbortController();
    setPart(0);
    mutate({ ...upload, signal: controller.current.signal });
  };

  const wasCancelled = error instanceof DOMException && error.name === "AbortError";
  const problem = error === null || wasCancelled ? null : messageOf(error);
  return { start, cancel, isUploading: isPending, part, problem };
}

function useWarnBeforeUnload(isNeeded: boolean) {
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isNeeded]);
}

interface PreviewProps {
  chosen: Extract<ChosenVideo, { kind: "ready" }>;
  onClear: () => void;
  isLocked: boolean;
}

function Preview({ chosen: { file, url, details }, onClear, isLocked }: PreviewProps) {
  return (
    <figure className="flex flex-col gap-3">
      {/* A recording that is not shared yet has no captions. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        src={url}
        aria-label="Preview"
        controls
        loop
        playsInline
        className="mx-auto aspect-9/16 max-h-[46dvh] rounded-card bg-black object-contain md:max-h-none md:w-full"
      />
      <figcaption className="flex items-center justify-between gap-3 text-sm text-muted">
        <span className="min-w-0">
          <span className="block truncate font-medium text-ink">{file.name}</span>
          {formatDuration(details.durationMs)} · {(file.size / 1_000_000).toFixed(1)} MB
        </span>
        <Button variant="secondary" size="small" onClick={onClear} disabled={isLocked}>
          Change
        </Button>
      </figcaption>
    </figure>
  );
}

function UploadProgress({ part, onCancel }: { part: number; onCancel: () => void }) {
  const percent = Math.round(part * 100);
  return (
    <div className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <div className="flex items-baseline justify-between font-semibold">
        <span>{percent < 100 ? "Uploading…" : "Almost there…"}</span>
        <span className="tabular-nums">{percent} %</span>
      </div>
      <div
        role="progressbar"
        aria-label="Upload"
        aria-valuenow={percent}
        className="h-2 overflow-hidden rounded-full bg-raised"
      >
        <div className="bg-brand h-full transition-[width]" style={{ width: `${percent}%` }} />
      </div>
      <Button variant="secondary" className="self-start" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
