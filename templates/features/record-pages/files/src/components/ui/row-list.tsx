import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { messageOf } from "@/lib/errors";

interface RowListProps<Row extends { readonly id: string }> {
  query: UseInfiniteQueryResult<InfiniteData<readonly Row[], unknown>>;
  /** What the rows are, as a sentence names them. */
  name: string;
  /** Instead of a list without rows. */
  empty: ReactNode;
  children: (row: Row) => ReactNode;
}

/** Rows as cards, with more of them on demand; what is loading, missing or wrong is said in their place. */
export function RowList<Row extends { readonly id: string }>({
  query,
  name,
  empty,
  children,
}: RowListProps<Row>) {
  if (query.isPending) return <LoadingRows name={name} />;
  if (query.data === undefined) {
    return <ErrorState message={messageOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  const rows = query.data.pages.flat();
  if (rows.length === 0) return empty;
  return (
    <>
      <ul className={gridClass}>
        {rows.map((row) => (
          <li key={row.id}>{children(row)}</li>
        ))}
      </ul>
      {query.isFetchNextPageError && (
        <p role="alert" className="mt-4 text-center text-danger">
          {messageOf(query.error)}
        </p>
      )}
      {query.hasNextPage && (
        <div className="mt-6 text-center">
          <Button
            variant="secondary"
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

const gridClass = "grid gap-3 sm:grid-cols-2";

function LoadingRows({ name }: { name: string }) {
  return (
    <div role="status" className={gridClass}>
      <span className="sr-only">Loading {name}</span>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} className="h-18 rounded-card" />
      ))}
    </div>
  );
}
