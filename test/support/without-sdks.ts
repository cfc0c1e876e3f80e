/** For `NODE_OPTIONS`, with `--import`: refuses to load the SDKs. */
export const withoutSdks = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({ load(url, context, next) {
    if (/node_modules.(openai|@anthropic-ai)./.test(url)) throw new Error("an SDK was loaded");
    return next(url, context);
  } });
`)}`;
