import { useEffect, useRef, useState } from "react";
import { readVideo, type VideoDetails } from "@/features/videos/read-video";
import { fileProblem, lengthProblem } from "@/features/videos/video-file";

export type ChosenVideo =
  | { readonly kind: "none"; readonly problem: string | null }
  | { readonly kind: "reading"; readonly file: File }
  | {
      readonly kind: "ready";
      readonly file: File;
      readonly url: string;
      readonly details: VideoDetails;
    };

const UNREADABLE =
  "This browser cannot show this video. Save it as MP4 (H.264) or WebM and choose it again.";

/** The file that somebody picks for an upload, checked and opened. */
export function useChosenVideo() {
  const [chosen, setChosen] = useState<ChosenVideo>({ kind: "none", problem: null });
  const latest = useRef<string | null>(null);

  const forget = () => {
    if (latest.current !== null) URL.revokeObjectURL(latest.current);
    latest.current = null;
  };

  useEffect(() => forget, []);

  const choose = async (file: File) => {
    forget();
    const problem = fileProblem(file);
    if (problem !== null) return setChosen({ kind: "none", problem });
    setChosen({ kind: "reading", file });
    const url = URL.createObjectURL(file);
    latest.current = url;
    const result = await open(file, url);
    // Somebody who picks another file meanwhile wants that one.
    if (latest.current !== url) return;
    if (result.kind === "none") forget();
    setChosen(result);
  };

  const clear = () => {
    forget();
    setChosen({ kind: "none", problem: null });
  };

  return { chosen, choose, clear };
}

async function open(file: File, url: string): Promise<ChosenVideo> {
  try {
    const details = await readVideo(url);
    const problem = lengthProblem(details.durationMs);
    return problem === null ? { kind: "ready", file, url, details } : { kind: "none", problem };
  } catch {
    return { kind: "none", problem: UNREADABLE };
  }
}
