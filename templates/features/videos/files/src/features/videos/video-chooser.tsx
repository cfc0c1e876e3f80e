import { Clapperboard } from "lucide-react";
import { useId, useState } from "react";
import { Spinner } from "@/components/ui/spinner";
import {
  ACCEPTED_FILES,
  formatDuration,
  VIDEO_MAX_MEGABYTES,
  VIDEO_MAX_SECONDS,
} from "@/features/videos/video-file";
import { classNames } from "@/lib/class-names";

interface VideoChooserProps {
  problem: string | null;
  isReading: boolean;
  onChoose: (file: File) => void;
}

/** A stage to drop a file on, which opens the file dialog when it is pressed. */
export function VideoChooser({ problem, isReading, onChoose }: VideoChooserProps) {
  const [isOver, setIsOver] = useState(false);
  const id = useId();

  return (
    <div className="flex flex-col gap-3">
      <label
        htmlFor={id}
        className={classNames(
          "relative flex h-80 cursor-pointer flex-col items-center justify-center gap-3 rounded-card border-2 border-dashed p-6 text-center transition md:aspect-9/16 md:h-auto",
          "focus-within:border-accent hover:border-accent hover:bg-raised",
          isOver ? "border-accent bg-raised" : "border-line bg-surface",
        )}
      >
        <span className="bg-brand grid size-16 place-items-center rounded-full text-white">
          {isReading ? (
            <Spinner label="Opening the video" className="size-7" />
          ) : (
            <Clapperboard aria-hidden className="size-7" />
          )}
        </span>
        <span className="text-lg font-bold">{isReading ? "Opening…" : "Choose a video"}</span>
        <span className="text-sm text-muted">
          {isOver ? "Let go to choose it" : "or drop it here"}
        </span>
        <span className="mt-2 text-sm text-muted">
          MP4, WebM or MOV
          <br />
          up to {formatDuration(VIDEO_MAX_SECONDS * 1000)} min and {VIDEO_MAX_MEGABYTES} MB
        </span>
        {/* Lies over the whole stage, so that it also takes what is dropped there. */}
        <input
          id={id}
          type="file"
          accept={ACCEPTED_FILES}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onDragEnter={() => setIsOver(true)}
          onDragLeave={() => setIsOver(false)}
          onDrop={() => setIsOver(false)}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) onChoose(file);
            event.target.value = "";
          }}
          className="absolute inset-0 size-full cursor-pointer opacity-0"
        />
      </label>
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className="font-medium text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
