import { ChevronLeft, SearchX, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useTitle } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";

interface Place {
  readonly to: string;
  readonly label: string;
}

interface RecordPageProps {
  title: string;
  /** Where it belongs. */
  back: Place;
  /** Below the title: who made it, for example. */
  lead?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

/** The page of one thing: the way back, its title and what can be done with it, then all that is known. */
export function RecordPage({ title, back, lead, actions, children }: RecordPageProps) {
  useTitle(title);
  return (
    <article className="mx-auto w-full max-w-3xl animate-appear px-4 pt-4 pb-12 sm:px-6 md:pt-8">
      <BackLink {...back} />
      <header className="mt-1 mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-2xl font-extrabold tracking-tight text-balance break-words md:text-3xl">
            {title}
          </h1>
          {lead !== undefined && <p className="mt-1 text-muted">{lead}</p>}
        </div>
        {actions !== undefined && (
          <div className="flex flex-wrap gap-2 empty:hidden">{actions}</div>
        )}
      </header>
      {children}
    </article>
  );
}

export function BackLink({ to, label }: Place) {
  return (
    <Link
      to={to}
      className="-ml-1.5 inline-flex min-h-11 items-center gap-1 font-medium text-muted transition hover:text-ink"
    >
      <ChevronLeft aria-hidden className="size-5" />
      {label}
    </Link>
  );
}

/** Instead of what was deleted, or may not be seen. */
export function MissingRecord({
  title,
  back,
  icon = SearchX,
}: {
  title: string;
  back: Place;
  icon?: LucideIcon;
}) {
  useTitle(title);
  return (
    <div className="grid min-h-content place-items-center">
      <EmptyState
        icon={icon}
        title={title}
        action={
          <ButtonLink to={back.to} variant="secondary">
            {back.label}
          </ButtonLink>
        }
      >
        It may have been deleted, or you may not be allowed to see it.
      </EmptyState>
    </div>
  );
}

export function LoadingRecord({ label }: { label: string }) {
  return (
    <div role="status" className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 pt-8 sm:px-6">
      <span className="sr-only">{label}</span>
      <Skeleton className="h-5 w-24" />
      <Skeleton className="h-9 w-2/3" />
      <Skeleton className="h-48 rounded-card" />
    </div>
  );
}

export function LoadingForm({ label }: { label: string }) {
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">{label}</span>
      <Skeleton className="h-12" />
      <Skeleton className="h-12" />
      <Skeleton className="h-24" />
    </div>
  );
}
