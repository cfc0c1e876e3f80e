import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";

interface RowLinkProps {
  to: string;
  title: string;
  /** One or two short facts. */
  facts?: string | undefined;
  /** A picture in front. */
  children?: ReactNode;
}

/** One of a list, as a card that leads to its page. */
export function RowLink({ to, title, facts, children }: RowLinkProps) {
  return (
    <Link
      to={to}
      className="flex h-full min-h-18 items-center gap-4 rounded-card border border-line bg-surface p-4 transition hover:border-control hover:bg-raised"
    >
      {children}
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 font-semibold break-words">{title}</span>
        {facts !== undefined && facts !== "" && (
          <span className="mt-0.5 line-clamp-2 text-sm break-words text-muted">{facts}</span>
        )}
      </span>
      <ChevronRight aria-hidden className="size-5 shrink-0 text-muted" />
    </Link>
  );
}
