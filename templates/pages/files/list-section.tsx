import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, $Icon$Icon } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { RowLink } from "@/components/ui/row-link";
import { RowList } from "@/components/ui/row-list";
import { useSession } from "@/features/auth/session";
import { profileName } from "@/features/profiles/types";
import { fetch$types$, $row$Keys } from "$api$";
import { $row$Label, $row$Path, type $parentType$ } from "$typesFile$";
import { hasRole } from "@/lib/access";
import {
  formatChoice,
  formatDate,
  formatMoney,
  formatNumber,
  formatTime,
  formatYesNo,
  joinFacts,
} from "@/lib/format";
import { cursorAfter, type Cursor } from "@/lib/row-pages";
// @print imports

/** The $manyInside$ on the page of $aParent$. */
export function $list$({ $parentRow$ }: { $parentRow$: Pick<$parentType$, "id"> }) {
  // @if asksUser
  const { user } = useSession();
  // @end
  const query = useInfiniteQuery({
    queryKey: $row$Keys.list($parentRow$.id),
    queryFn: ({ pageParam }) => fetch$types$($parentRow$.id, pageParam),
    initialPageParam: null as Cursor | null,
    getNextPageParam: cursorAfter,
  });
  return (
    <section aria-labelledby="$table$" className="mt-10">
      <header className="mb-4 flex min-h-11 flex-wrap items-center justify-between gap-3">
        <h2 id="$table$" className="text-xl font-bold">
          $many$
        </h2>
        {/* @print addLink */}
      </header>
      <RowList
        query={query}
        name="$manyInside$"
        empty={
          // @if canInsert
          <EmptyState icon={$Icon$Icon} title="No $manyInside$ yet">
            $emptyText$
          </EmptyState>
          // @else
          <EmptyState icon={$Icon$Icon} title="No $manyInside$ yet" />
          // @end
        }
      >
        {(row) => (
          // @if picture
          <RowLink to={$row$Path(row)} title={$row$Label(row)} $factsAttribute$>
            <$picture$ $row$={row} />
          </RowLink>
          // @else
          <RowLink to={$row$Path(row)} title={$row$Label(row)} $factsAttribute$ />
          // @end
        )}
      </RowList>
    </section>
  );
}
