import type { ComponentProps } from "react";
import { classNames } from "@/lib/class-names";

const variants = {
  ghost: "text-ink hover:bg-raised",
  overlay: "bg-black/45 text-white backdrop-blur-md hover:bg-black/65",
};

const sizes = {
  medium: "size-11 [&>svg:not([class*=size-])]:size-5",
  large: "size-13 [&>svg:not([class*=size-])]:size-7",
};

interface IconButtonProps extends ComponentProps<"button"> {
  /** The name of the action, for screen readers and as a tooltip. */
  label: string;
  /** `overlay` is for buttons that lie on pictures and videos. */
  variant?: keyof typeof variants | undefined;
  size?: keyof typeof sizes | undefined;
}

export function IconButton({
  label,
  variant = "ghost",
  size = "medium",
  className,
  children,
  ...props
}: IconButtonProps) {
  return (
    <button
      type="button"
      {...props}
      aria-label={label}
      title={label}
      className={classNames(
        "inline-grid shrink-0 place-items-center rounded-full transition active:scale-90 disabled:pointer-events-none disabled:opacity-50",
        variants[variant],
        sizes[size],
        className,
      )}
    >
      {children}
    </button>
  );
}
