import type { PageEntity, Picture } from "../../catalog/pages/page-plan.ts";
import { fieldLabel } from "./field-words.ts";
import { fillTemplate } from "./fill-template.ts";
import type { PageContext } from "./page-context.ts";
import { pageTemplate } from "./page-template.ts";
import { pageFlags, pageWords } from "./page-words.ts";

/** The picture of an entity: how it is shown, chosen in the form, and saved with the row. */
export function pictureFile(page: PageEntity, context: PageContext): string | null {
  const { picture } = page;
  if (picture === null) return null;
  const { bucket } = picture;
  return fillTemplate(pageTemplate(context, "picture.tsx"), {
    words: {
      ...pageWords(page, context),
      show: picture.show,
      input: picture.input,
      save: saveFunction(picture),
      field: picture.field,
      label: pictureLabel(picture),
      maxBytes: numberWords(bucket.maxBytes),
    },
    flags: { ...pageFlags(page), public: bucket.public },
    code: { mimeTypes: bucket.mimeTypes.map((type) => JSON.stringify(type)).join(", ") },
  });
}

/** Saves a row with the path of its picture: `savePlantPicture`. */
export function saveFunction({ show }: Picture): string {
  return `save${show}`;
}

/** How the form calls the picture: `photo_path` is "Photo". */
export function pictureLabel({ field }: Picture): string {
  return fieldLabel({ name: field.replace(/_path$/, ""), type: "text" });
}

/** `5_000_000` */
function numberWords(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, "_");
}
