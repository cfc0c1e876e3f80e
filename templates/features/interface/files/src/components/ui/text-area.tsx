import type { ComponentProps } from "react";
import { FieldFrame, type FieldProps } from "@/components/ui/field";
import { classNames } from "@/lib/class-names";

type TextAreaProps = FieldProps & Omit<ComponentProps<"textarea">, "id">;

/** Grows with its text, and counts it when `value` and `maxLength` are given. */
export function TextArea({ label, hint, error, hideLabel, className, ...props }: TextAreaProps) {
  const { value, maxLength } = props;
  const counter =
    typeof value === "string" && maxLength !== undefined ? (
      <span className="shrink-0 text-muted tabular-nums">
        {value.length} / {maxLength}
      </span>
    ) : undefined;
  return (
    <FieldFrame label={label} hint={hint} error={error} hideLabel={hideLabel} aside={counter}>
      {(field) => (
        <textarea
          rows={3}
          {...props}
          {...field}
          className={classNames(
            field.className,
            "field-sizing-content max-h-60 resize-none py-2.5",
            className,
          )}
        />
      )}
    </FieldFrame>
  );
}
