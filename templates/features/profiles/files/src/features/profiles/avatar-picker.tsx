import { Camera, Trash2 } from "lucide-react";
import { useEffect, useRef, useState, type ChangeEvent } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { avatarUrl } from "@/features/profiles/api";
import { squarePicture } from "@/features/profiles/square-picture";
import { profileName, type Profile } from "@/features/profiles/types";

export type AvatarChoice = Blob | null | "keep";

interface AvatarPickerProps {
  profile: Profile;
  /** A picture that is not saved yet, null for none, "keep" for the one that the profile has. */
  choice: AvatarChoice;
  onChoose: (choice: AvatarChoice) => void;
}

/** Shows the picture and lets the person choose another one or none. */
export function AvatarPicker({ profile, choice, onChoose }: AvatarPickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const preview = usePreview(choice);
  const saved = profile.avatar_path === null ? null : avatarUrl(profile.avatar_path);
  const src = choice === "keep" ? saved : preview;

  const readFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    // Without this, choosing the same file once more would be no change.
    event.target.value = "";
    if (file === undefined) return;
    try {
      onChoose(await squarePicture(file));
      setProblem(null);
    } catch {
      setProblem("This file is not a picture that can be read. Choose a PNG, JPEG or WebP file.");
    }
  };

  return (
    <div className="flex items-center gap-5">
      <Avatar name={profileName(profile)} src={src} size="huge" />
      <div className="flex flex-col items-start gap-2">
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-label="Photo"
          className="hidden"
          onChange={readFile}
        />
        <Button variant="secondary" size="small" onClick={() => input.current?.click()}>
          <Camera aria-hidden className="size-4" />
          Change photo
        </Button>
        {src !== null && (
          <Button variant="ghost" size="small" onClick={() => onChoose(null)}>
            <Trash2 aria-hidden className="size-4" />
            Remove photo
          </Button>
        )}
        <p aria-live="polite" className="text-sm text-danger">
          {problem}
        </p>
      </div>
    </div>
  );
}

/** The address of a picture that is only in memory. */
function usePreview(choice: AvatarChoice): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!(choice instanceof Blob)) return;
    const created = URL.createObjectURL(choice);
    setUrl(created);
    return () => URL.revokeObjectURL(created);
  }, [choice]);
  return choice instanceof Blob ? url : null;
}
