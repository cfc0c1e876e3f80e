import type { ComponentProps } from "react";
import { FieldFrame, type FieldProps } from "@/components/ui/field";
import { classNames } from "@/lib/class-names";

type TextFieldProps = FieldProps & Omit<ComponentProps<"input">, "id">;

export function TextField({ label, hint, error, hideLabel, className, ...props }: TextFieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} hideLabel={hideLabel}>
      {(field) => (
        <input
          type="text"
          {...props}
          {...field}
          className={classNames(field.className, "h-12", className)}
        />
      )}
    </FieldFrame>
  );
}
