import { useId, type ComponentProps } from "react";

interface CheckboxFieldProps extends Omit<ComponentProps<"input">, "id" | "type" | "className"> {
  label: string;
  hint?: string | undefined;
}

/** Something that is so or not. In a form its value is "on" or nothing. */
export function CheckboxField({ label, hint, ...props }: CheckboxFieldProps) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-center gap-3">
      <input
        {...props}
        id={id}
        type="checkbox"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="size-5 shrink-0 accent-accent-fill"
      />
      <div>
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
