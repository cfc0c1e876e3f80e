import { useState } from "react";
import { classNames } from "@/lib/class-names";

const sizes = {
  small: "size-8 text-xs",
  medium: "size-10 text-sm",
  large: "size-14 text-lg",
  huge: "size-28 text-4xl",
};

interface AvatarProps {
  name: string;
  src?: string | null | undefined;
  size?: keyof typeof sizes | undefined;
}

/** A picture of a person, or their initials on a colour of their own. Decorative: what is around it says the name. */
export function Avatar({ name, src, size = "medium" }: AvatarProps) {
  const [failedSrc, setFailedSrc] = useState<string | null>(null);
  const hasPicture = src != null && src !== failedSrc;
  return (
    <span
      aria-hidden
      style={hasPicture ? undefined : { backgroundImage: avatarGradient(name) }}
      className={classNames(
        "inline-grid shrink-0 place-items-center overflow-hidden rounded-full bg-raised font-bold text-white select-none",
        sizes[size],
      )}
    >
      {hasPicture ? (
        <img
          src={src}
          alt=""
          className="size-full object-cover"
          onError={() => setFailedSrc(src)}
        />
      ) : (
        initialsOf(name)
      )}
    </span>
  );
}

/** The first letters of the first two words, or the first two letters of a single one. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s_.-]+/).filter((word) => word !== "");
  const [first = "", second] = words;
  const letters =
    second === undefined
      ? [...first].slice(0, 2)
      : [...first].slice(0, 1).concat([...second].slice(0, 1));
  return letters.join("").toUpperCase();
}

/** Always the same colours for the same name, from blue over violet to coral, dark enough for white text. */
export function avatarGradient(name: string): string {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1009;
  const hue = 240 + (hash % 150);
  return `linear-gradient(135deg, oklch(0.56 0.19 ${hue}), oklch(0.42 0.17 ${hue - 45}))`;
}
