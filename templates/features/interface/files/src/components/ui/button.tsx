import type { ComponentProps } from "react";
import { Link, type LinkProps } from "react-router";
import { Spinner } from "@/components/ui/spinner";
import { classNames } from "@/lib/class-names";

const variants = {
  primary: "bg-brand text-white hover:brightness-110",
  secondary: "bg-raised text-ink hover:bg-line",
  ghost: "text-ink hover:bg-raised",
  danger: "bg-danger-fill text-white hover:brightness-110",
};

const sizes = {
  small: "h-9 px-3.5 text-sm",
  medium: "h-11 px-5",
  large: "h-13 px-7 text-lg",
};

interface Look {
  variant?: keyof typeof variants | undefined;
  size?: keyof typeof sizes | undefined;
}

interface ButtonProps extends ComponentProps<"button">, Look {
  /** Shows that the action is under way and takes no further clicks. */
  busy?: boolean | undefined;
}

function look({ variant = "primary", size = "medium" }: Look) {
  return classNames(
    "relative inline-flex items-center justify-center gap-2 rounded-control font-semibold whitespace-nowrap select-none",
    "transition active:scale-[0.98] disabled:pointer-events-none disabled:opacity-60",
    variants[variant],
    sizes[size],
  );
}

export function Button({
  variant,
  size,
  busy = false,
  disabled,
  className,
  children,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={classNames(look({ variant, size }), className)}
    >
      {busy && (
        <span aria-hidden className="absolute inset-0 grid place-items-center">
          <Spinner className="size-5" />
        </span>
      )}
      <span className={classNames("inline-flex items-center gap-2", busy && "opacity-0")}>
        {children}
      </span>
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink({ variant, size, className, ...props }: LinkProps & Look) {
  return <Link {...props} className={classNames(look({ variant, size }), className)} />;
}
