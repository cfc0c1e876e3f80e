import { SelectField } from "@/components/ui/select-field";

interface RowSelectProps {
  label: string;
  name: string;
  /** What can be chosen; undefined until it is loaded. */
  rows: readonly { readonly id: string; readonly label: string }[] | undefined;
  /** The id of the row that is chosen at first. */
  selected?: string | null | undefined;
  required?: boolean | undefined;
  hint?: string | undefined;
  error?: string | null | undefined;
  /** Why the rows could not be loaded. */
  failure?: string | null | undefined;
}

/** A choice among rows that are loaded. */
export function RowSelect({ rows, selected, error, failure, ...props }: RowSelectProps) {
  const options = (rows ?? []).map(({ id, label }) => ({ value: id, label }));
  // It stays chosen when it is not among them: there may be more rows than a choice has.
  if (rows !== undefined && selected != null && rows.every(({ id }) => id !== selected)) {
    options.unshift({ value: selected, label: "As before" });
  }
  return (
    <SelectField
      // What is chosen at first can only be chosen once its option is there.
      key={rows === undefined ? "loading" : "loaded"}
      {...props}
      options={options}
      defaultValue={selected ?? ""}
      disabled={rows === undefined}
      placeholder={rows === undefined && failure == null ? "Loading…" : undefined}
      error={error ?? failure}
    />
  );
}
