import { useId, type ReactNode } from "react";
import { classNames } from "@/lib/class-names";

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value; null or undefined when nothing is. */
  error?: string | null | undefined;
  hideLabel?: boolean | undefined;
}

/** What an input needs so that its label, hint and error are read with it. */
interface FieldAttributes {
  id: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
  className: string;
}

interface FieldFrameProps extends FieldProps {
  /** At the end of the line below the input. */
  aside?: ReactNode;
  children: (attributes: FieldAttributes) => ReactNode;
}

const inputClass =
  "w-full rounded-control border bg-raised px-3.5 text-ink transition placeholder:text-muted hover:border-ink focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent/40 disabled:opacity-60";

/** Label above an input, its hint or error below. */
export function FieldFrame({ label, hint, error, hideLabel, aside, children }: FieldFrameProps) {
  const id = useId();
  const message = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={hideLabel === true ? "sr-only" : "text-sm font-semibold"}>
        {label}
      </label>
      {children({
        id,
        "aria-invalid": error == null ? undefined : true,
        "aria-describedby": message === undefined ? undefined : `${id}-message`,
        className: classNames(inputClass, error == null ? "border-control" : "border-danger"),
      })}
      {(message !== undefined || aside !== undefined) && (
        <div className="flex items-start justify-between gap-4 text-sm">
          <p
            id={`${id}-message`}
            aria-live="polite"
            className={error == null ? "text-muted" : "text-danger"}
          >
            {message}
          </p>
          {aside}
        </div>
      )}
    </div>
  );
}
