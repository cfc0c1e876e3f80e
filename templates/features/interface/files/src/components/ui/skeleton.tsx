import { classNames } from "@/lib/class-names";

/** Holds the place of something that is being loaded; `className` gives it its size. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <span
      aria-hidden
      className={classNames("block animate-shimmer rounded-control bg-raised", className)}
    />
  );
}
