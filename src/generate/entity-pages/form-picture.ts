import type { FormContext, FormField } from "./form-field.ts";
import { fragment } from "./fragments.ts";

/** How a form asks for the picture of a row; nothing when its rows have none. */
export function pictureFields({ page, context }: FormContext): readonly FormField[] {
  const { picture, entity, variable, canUpdate } = page;
  if (picture === null) return [];
  const isRequired = entity.fields.some(({ name, required }) => name === picture.field && required);
  const words = { pictureInput: picture.input, pictureField: picture.field, row: variable };
  const check = fragment(context, canUpdate ? "pictureCheck" : "pictureCheckNew", { words });
  return [
    {
      name: picture.field,
      input: fragment(context, "pictureInput", {
        words,
        flags: { canUpdate, required: isRequired },
      }),
      check: isRequired ? check : null,
      value: null,
      isFixed: false,
    },
  ];
}
