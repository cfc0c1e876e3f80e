import type { ComponentProps } from "react";
import { FieldFrame, type FieldProps } from "@/components/ui/field";
import { classNames } from "@/lib/class-names";

interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectFieldProps extends FieldProps, Omit<ComponentProps<"select">, "id" | "children"> {
  options: readonly Option[];
  /** Shown while nothing is chosen; choosing it again means none. */
  placeholder?: string | undefined;
}

/** A choice among a few values. */
export function SelectField({
  label,
  hint,
  error,
  hideLabel,
  options,
  placeholder = "Choose…",
  className,
  ...props
}: SelectFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} hideLabel={hideLabel}>
      {(field) => (
        <select {...props} {...field} className={classNames(field.className, "h-12", className)}>
          <option value="">{placeholder}</option>
          {options.map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
