import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, $Icon$Icon } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { RowLink } from "@/components/ui/row-link";
import { RowList } from "@/components/ui/row-list";
import { useSession } from "@/features/auth/session";
import { profileName } from "@/features/profiles/types";
import { fetch$types$, $row$Keys } from "$api$";
import { $row$Label, $row$Path } from "$typesFile$";
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

export function $list$() {
  // @if asksUser
  const { user } = useSession();
  // @end
  const query = useInfiniteQuery({
    queryKey: $row$Keys.list,
    queryFn: ({ pageParam }) => fetch$types$(pageParam),
    initialPageParam: null as Cursor | null,
    getNextPageParam: cursorAfter,
  });
  // @if canInsert
  const addLink = (
    <ButtonLink to="$createPath$">
      <Plus aria-hidden className="size-5" />
      Add $oneInside$
    </ButtonLink>
  );
  // @end
  return (
    // @if always
    <Page title="$many$" width="wide" actions={addLink}>
    // @end
    // @if sometimes
    <Page title="$many$" width="wide" actions={$mayAdd$ && addLink}>
    // @end
    // @if never
    <Page title="$many$" width="wide">
    // @end
      <RowList
        query={query}
        name="$manyInside$"
        empty={
          // @if canInsert
          <EmptyState icon={$Icon$Icon} title="No $manyInside$ yet" action={$emptyAction$}>
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
    </Page>
  );
}
