import { LoaderCircle } from "lucide-react";
import { classNames } from "@/lib/class-names";

export function Spinner(props: { label?: string | undefined; className?: string | undefined }) {
  return (
    <span role="status" className="inline-flex">
      <LoaderCircle
        aria-hidden
        className={classNames("animate-spin", props.className ?? "size-6")}
      />
      <span className="sr-only">{props.label ?? "Loading"}</span>
    </span>
  );
}
