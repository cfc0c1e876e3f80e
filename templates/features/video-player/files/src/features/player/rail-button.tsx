import type { LucideIcon } from "lucide-react";
import { classNames } from "@/lib/class-names";

const compact = new Intl.NumberFormat("en", { notation: "compact" });

interface RailButtonProps {
  icon: LucideIcon;
  /** The name of the action. */
  label: string;
  /** Shown below: a number (12000 as 12K), or a word. */
  below?: number | string | undefined;
  /** For buttons that stay pressed, such as a heart. */
  isPressed?: boolean | undefined;
  onClick: () => void;
}

/** One of the round buttons beside a video. */
export function RailButton({ icon: Icon, label, below, isPressed, onClick }: RailButtonProps) {
  const text = typeof below === "number" ? compact.format(below) : below;
  return (
    <div className="flex flex-col items-center gap-1">
      <button
        type="button"
        aria-label={label}
        aria-pressed={isPressed}
        title={label}
        onClick={onClick}
        className="group grid size-12 place-items-center rounded-full bg-raised transition hover:brightness-110 active:scale-90 max-md:bg-black/40 max-md:backdrop-blur-md"
      >
        <Icon
          aria-hidden
          className={classNames(
            "size-6 transition-transform group-active:scale-125",
            isPressed === true && "scale-110 fill-current text-accent",
          )}
        />
      </button>
      {text !== undefined && (
        <span className="text-xs font-semibold tabular-nums max-md:[text-shadow:0_0_4px_#000]">
          {text}
        </span>
      )}
    </div>
  );
}
