import type { Option } from "commander";
import { flag } from "./flag.ts";
import { dataFolderFlag } from "./folders.ts";

/** Of commands that repair. */
export function learningFlags(): readonly Option[] {
  return [
    flag("--learn <how>", "on, off, or code: also keeps messages with names of your code")
      .choices(["on", "off", "code"])
      .default("on"),
    dataFolderFlag(),
  ];
}
