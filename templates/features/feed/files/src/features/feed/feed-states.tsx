import { CheckCheck } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";

/** The shape of the first video while it is on its way. */
export function FeedSkeleton() {
  return (
    <div
      role="status"
      className="relative flex size-full items-end justify-center gap-5 md:pt-[var(--feed-top,1.5rem)] md:pb-6"
    >
      <span className="sr-only">Loading videos</span>
      <Skeleton className="h-full w-full max-md:rounded-none md:aspect-9/16 md:w-auto md:rounded-card" />
      <div className="absolute right-3 bottom-8 flex flex-col gap-4 md:static md:w-14">
        {["author", "first", "second"].map((button) => (
          <Skeleton key={button} className="size-12 rounded-full" />
        ))}
      </div>
    </div>
  );
}

export function FeedEnd({ onBackToTop }: { onBackToTop: () => void }) {
  return (
    <EmptyState
      icon={CheckCheck}
      title="You have seen everything"
      action={
        <Button variant="secondary" onClick={onBackToTop}>
          Back to the first video
        </Button>
      }
    >
      New videos appear at the top.
    </EmptyState>
  );
}
