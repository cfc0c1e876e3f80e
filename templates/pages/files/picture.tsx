import { PictureField } from "@/components/ui/picture-field";
import { StoredPicture } from "@/components/ui/stored-picture";
import { $row$Label, type $type$ } from "$typesFile$";
import {
  savePicture,
  type PictureBucket,
  type PictureChoice,
} from "@/lib/stored-pictures";

const BUCKET: PictureBucket = {
  name: "$bucket$",
  // @if public
  isPublic: true,
  // @else
  isPublic: false,
  // @end
  maxBytes: $maxBytes$,
  mimeTypes: [
    // @print mimeTypes
  ],
};

/** The picture of $aInside$: small in front of its name in a list, large on its page. */
export function $show$({ $row$, large }: { $row$: $type$; large?: boolean }) {
  return (
    <StoredPicture
      bucket={BUCKET}
      path={$row$.$field$}
      // Beside its name in a list the picture says nothing new.
      alt={large === true ? $row$Label($row$) : ""}
      size={large === true ? "full" : "thumbnail"}
    />
  );
}

// @if form
interface $input$Props {
  // @if canUpdate
  /** What is changed; none for a new one. */
  $row$?: $type$ | undefined;
  // @end
  choice: PictureChoice;
  onChoose: (choice: PictureChoice) => void;
  error?: string | null | undefined;
}

// @if canUpdate
export function $input$({ $row$, ...props }: $input$Props) {
  return (
    <PictureField label="$label$" bucket={BUCKET} path={$row$?.$field$ ?? null} {...props} />
  );
}
// @else
export function $input$(props: $input$Props) {
  return <PictureField label="$label$" bucket={BUCKET} path={null} {...props} />;
}
// @end

interface $show$Change {
  readonly choice: PictureChoice;
  /** The path of the picture so far; null when there is none. */
  readonly before: string | null;
  readonly userId: string;
}

/** Saves $aInside$ with the path of its picture, or neither. */
export function $save$<Saved>(
  change: $show$Change,
  save: (path: string | null) => Promise<Saved>,
): Promise<Saved> {
  return savePicture({ bucket: BUCKET, ...change }, save);
}
// @end
