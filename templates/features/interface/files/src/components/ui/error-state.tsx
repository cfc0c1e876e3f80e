import { RotateCw, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";

interface ErrorStateProps {
  title?: string | undefined;
  message: string;
  onRetry?: (() => void) | undefined;
}

export function ErrorState({ title = "Something went wrong", message, onRetry }: ErrorStateProps) {
  return (
    <div
      role="alert"
      className="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-12 text-center"
    >
      <span className="mb-3 grid size-16 place-items-center rounded-full bg-raised text-danger">
        <TriangleAlert aria-hidden className="size-7" />
      </span>
      <h2 className="text-lg font-bold">{title}</h2>
      <p className="text-pretty text-muted">{message}</p>
      {onRetry !== undefined && (
        <Button variant="secondary" className="mt-4" onClick={onRetry}>
          <RotateCw aria-hidden className="size-4" />
          Try again
        </Button>
      )}
    </div>
  );
}
