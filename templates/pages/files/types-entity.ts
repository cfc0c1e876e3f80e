// @if linked
/** $A$ with what it refers to. */
export type $type$ = Tables["$table$"]["Row"] & {
  // @print links
};
// @else
export type $type$ = Tables["$table$"]["Row"];
// @end

/** The columns that make a `$type$`, for a select on `$table$`. */
export const $row$Select =
  // @print select

// @if form
/** What people fill in. */
export type $type$Values = Pick<Tables["$table$"]["Row"], $valueColumns$>;
// @end

// @print choices

/** Where $aInside$ has its page. */
export function $row$Path({ id }: Pick<$type$, "id">): string {
  return `/$root$/${id}`;
}

/** What to call $aInside$. */
export function $row$Label({ $labelColumn$ }: Pick<$type$, "$labelColumn$">): string {
  return $label$;
}
