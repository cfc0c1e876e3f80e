import { Share2 } from "lucide-react";
import { toast } from "@/components/ui/toaster";
import { RailButton } from "@/features/player/rail-button";
import { videoLabel, videoPath, type Video } from "@/features/videos/types";

/** Hands the address of a video to the device's own share sheet, or copies it where there is none. */
export function ShareButton({ video }: { video: Video }) {
  const share = async () => {
    const url = new URL(videoPath(video), location.href).href;
    try {
      if ("share" in navigator) {
        await navigator.share({ title: videoLabel(video), url });
      } else {
        await copy(url);
      }
    } catch (error) {
      const wasClosed = error instanceof DOMException && error.name === "AbortError";
      if (!wasClosed) toast("The link could not be copied.", { tone: "error" });
    }
  };
  return <RailButton icon={Share2} label="Share" below="Share" onClick={() => void share()} />;
}

async function copy(text: string) {
  await navigator.clipboard.writeText(text);
  toast("Link copied.");
}
