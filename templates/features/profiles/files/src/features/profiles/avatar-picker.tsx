import { Camera, Trash2 } from "lucide-react";
import { useEffect, useRef, useState, type ChangeEvent } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { avatarUrl } from "@/features/profiles/api";
import { squarePicture } from "@/features/profiles/square-picture";
import { profileName, type Profile } from "@/features/profiles/types";

/** A picture that is not saved yet, with an address to show it. */
interface NewPicture {
  blob: Blob;
  url: string;
}

export type AvatarChoice = "keep" | "none" | NewPicture;

interface AvatarPickerProps {
  profile: Profile;
  choice: AvatarChoice;
  onChoose: (choice: AvatarChoice) => void;
}

/** Shows the picture and lets the person choose another one or none. */
export function AvatarPicker({ profile, choice, onChoose }: AvatarPickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const src = pictureUrl(profile, choice);

  // The browser keeps the picture in memory for as long as its address is valid.
  useEffect(() => {
    if (typeof choice === "object") return () => URL.revokeObjectURL(choice.url);
    return undefined;
  }, [choice]);

  const readFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    // Without this, choosing the same file once more would be no change.
    event.target.value = "";
    if (file === undefined) return;
    try {
      const blob = await squarePicture(file);
      onChoose({ blob, url: URL.createObjectURL(blob) });
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
          <Button variant="ghost" size="small" onClick={() => onChoose("none")}>
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

function pictureUrl(profile: Profile, choice: AvatarChoice): string | null {
  if (typeof choice === "object") return choice.url;
  if (choice === "none" || profile.avatar_path === null) return null;
  return avatarUrl(profile.avatar_path);
}
