import { ImagePlus, Trash2 } from "lucide-react";
import { useEffect, useId, useRef, useState, type ChangeEvent } from "react";
import { Button } from "@/components/ui/button";
import { StoredPicture } from "@/components/ui/stored-picture";
import {
  pictureHint,
  pictureProblem,
  type PictureBucket,
  type PictureChoice,
} from "@/lib/stored-pictures";

interface PictureFieldProps {
  label: string;
  bucket: PictureBucket;
  /** The picture that is stored; null when there is none. */
  path: string | null;
  choice: PictureChoice;
  onChoose: (choice: PictureChoice) => void;
  /** What is wrong while nothing is chosen. */
  error?: string | null | undefined;
}

/** Shows the picture and lets the person choose another one or none. */
export function PictureField({ label, bucket, path, choice, onChoose, error }: PictureFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isEmpty = choice === "none" || (choice === "keep" && path === null);
  const problem = refusal ?? (isEmpty ? error : null);

  // The browser keeps the picture in memory for as long as its address is valid.
  useEffect(() => {
    if (typeof choice === "object") return () => URL.revokeObjectURL(choice.url);
    return undefined;
  }, [choice]);

  const readFile = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    // Without this, choosing the same file once more would be no change.
    event.target.value = "";
    if (file === undefined) return;
    const found = pictureProblem(file, bucket);
    setRefusal(found);
    if (found === null) onChoose({ file, url: URL.createObjectURL(file) });
  };

  const remove = () => {
    setRefusal(null);
    onChoose(path === null ? "keep" : "none");
  };

  return (
    <div role="group" aria-labelledby={`${id}-label`} className="flex flex-col gap-1.5">
      <span id={`${id}-label`} className="text-sm font-semibold">
        {label}
      </span>
      <div className="flex flex-col gap-3">
        {typeof choice === "object" ? (
          <img
            src={choice.url}
            alt=""
            className="aspect-4/3 w-full rounded-card border border-line bg-raised object-cover sm:aspect-video"
          />
        ) : (
          !isEmpty && <StoredPicture bucket={bucket} path={path} alt="" />
        )}
        <div className="flex flex-wrap items-center gap-2">
          <input
            ref={input}
            type="file"
            accept={bucket.mimeTypes.join(",")}
            aria-label={label}
            className="hidden"
            onChange={readFile}
          />
          <Button
            variant="secondary"
            size="small"
            aria-invalid={problem == null ? undefined : true}
            aria-describedby={`${id}-message`}
            onClick={() => input.current?.click()}
          >
            <ImagePlus aria-hidden className="size-4" />
            {isEmpty ? "Choose a picture" : "Change picture"}
          </Button>
          {!isEmpty && (
            <Button variant="ghost" size="small" onClick={remove}>
              <Trash2 aria-hidden className="size-4" />
              Remove picture
            </Button>
          )}
        </div>
      </div>
      <p
        id={`${id}-message`}
        aria-live="polite"
        className={problem == null ? "text-sm text-muted" : "text-sm text-danger"}
      >
        {problem ?? pictureHint(bucket)}
      </p>
    </div>
  );
}
