import { z } from "zod";
import { idSchema } from "../../spec/blueprint.ts";
import { identifierSchema } from "../../spec/field.ts";
import type { SampleWords } from "./sample-words.ts";

const slotName = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, {
  error: "must be <place>.<part> in lower kebab case, for example page-header.actions",
});
const iconName = z.string().regex(/^[A-Z][A-Za-z0-9]*$/, {
  error: "must be the name of a lucide-react icon, for example House",
});

/** What is written in `templates/pages/pages.yaml`. */
export const pageSettingsSchema = z
  .strictObject({
    $schema: z.string().optional(),
    /** Features whose parts the pages use; every designed feature with pages requires them. */
    requires: z.array(idSchema).readonly(),
    slots: z
      .strictObject({
        /** The list of routes for everybody. */
        publicRoutes: slotName,
        /** The list of routes that send visitors to log in first. */
        signedInRoutes: slotName,
        /** The calls that fill the local database with rows to look at. */
        seeds: slotName,
        /** The calls that two people's way through the app in a browser consists of. */
        journey: slotName,
      })
      .readonly(),
    /** Where pages stand among what other features contribute. */
    orders: z
      .strictObject({
        navigation: z.number().int(),
        seeds: z.number().int(),
        journey: z.number().int(),
      })
      .readonly(),
    icons: z
      .strictObject({
        /** For entities that no word fits. */
        default: iconName,
        /** Icon -> words of entities that it suits, singular and lower case. These icons and the default are allowed. */
        words: z.record(iconName, z.array(z.string().regex(/^[a-z]+$/)).readonly()),
      })
      .readonly(),
    /** How people are shown that rows refer to. */
    people: z
      .strictObject({
        /** The entity that has a row for each person. */
        entity: identifierSchema,
        /** The columns that are read beside a row, separated by commas. */
        columns: z.string().min(1),
        /** The column by which people are put in order where one can be chosen. */
        order: identifierSchema,
      })
      .readonly(),
    /** Features whose parts pictures use; required beside the others by designed features that have some. */
    pictureRequires: z.array(idSchema).readonly(),
    /** What the buttons of toggles say and show: that of the first whose words are in the entity's name, or the default. */
    toggles: z
      .strictObject({
        default: z.strictObject({ icon: iconName }).readonly(),
        known: z
          .array(
            z
              .strictObject({
                words: z
                  .array(z.string().regex(/^[a-z]+$/))
                  .min(1)
                  .readonly(),
                /** What the button says before it is pressed, and after. */
                off: z.string().min(1),
                on: z.string().min(1),
                icon: iconName,
              })
              .readonly(),
          )
          .readonly(),
      })
      .readonly(),
  })
  .readonly();
export type PageSettings = z.infer<typeof pageSettingsSchema>;

/** What pages of designed features are made of, as it was loaded from `templates/pages/`. */
export interface Pages {
  readonly settings: PageSettings;
  /** `templates/pages/samples.yaml` */
  readonly samples: SampleWords;
  /** Path below `templates/pages/files/` -> text, with forward slashes, in path order. */
  readonly templates: ReadonlyMap<string, string>;
}
