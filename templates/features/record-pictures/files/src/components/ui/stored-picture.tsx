import { useQuery } from "@tanstack/react-query";
import { ImageIcon, ImageOff } from "lucide-react";
import { Skeleton } from "@/components/ui/skeleton";
import { classNames } from "@/lib/class-names";
import { publicPictureUrl, signedPictureUrl, type PictureBucket } from "@/lib/stored-pictures";

/** Signed addresses are renewed a while before they end. */
const FRESH_MS = 50 * 60_000;

const sizes = {
  thumbnail: "size-14 shrink-0 rounded-control",
  full: "aspect-4/3 w-full rounded-card border border-line sm:aspect-video",
};

interface StoredPictureProps {
  bucket: PictureBucket;
  /** Null when there is no picture. */
  path: string | null;
  /** What can be seen on it; empty beside a text that says it. */
  alt: string;
  size?: keyof typeof sizes | undefined;
}

/** A picture out of a bucket, whether everyone may see it or not. */
export function StoredPicture({ bucket, path, alt, size = "full" }: StoredPictureProps) {
  const { data: url, isError } = useQuery({
    queryKey: ["picture", bucket.name, path],
    queryFn: () =>
      path === null
        ? null
        : bucket.isPublic
          ? publicPictureUrl(bucket, path)
          : signedPictureUrl(bucket, path),
    staleTime: FRESH_MS,
  });
  if (isError || path === null || url === null) {
    const Icon = isError ? ImageOff : ImageIcon;
    return size === "full" && !isError ? null : (
      <span
        aria-hidden
        className={classNames("grid place-items-center bg-raised text-muted", sizes[size])}
      >
        <Icon className="size-6" />
      </span>
    );
  }
  if (url === undefined) return <Skeleton className={sizes[size]} />;
  return (
    <img
      src={url}
      alt={alt}
      loading="lazy"
      className={classNames("bg-raised object-cover", sizes[size])}
    />
  );
}
