import { Clapperboard } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export function EmptyFeed() {
  return (
    <EmptyState
      icon={Clapperboard}
      title="Nobody has posted a video yet"
      action={<ButtonLink to="/upload">Upload a video</ButtonLink>}
    >
      Be the first: a few seconds are enough.
    </EmptyState>
  );
}
