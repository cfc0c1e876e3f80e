import type { DefineCommand } from "../define-command.ts";
import { examples, flag } from "../flag.ts";

export const defineDev: DefineCommand = (program, end) => {
  program
    .command("dev")
    .description("Serves an app with its local backend and reloads it on every change.")
    .argument("[app]", "the app's folder", ".")
    .addOption(flag("-p, --port <number>", "the port to listen on").default("5173"))
    .addHelpText("after", examples("megamind dev clipzy", "megamind dev clipzy --port 3000"))
    .action(async (app: string, options) => {
      const { dev } = await import("../actions/dev.ts");
      end(await dev(app, options));
    });
};
