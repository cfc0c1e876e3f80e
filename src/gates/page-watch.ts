import type { Page, Request } from "playwright-core";

/** Something that went wrong while a route was shown. */
export interface PageProblem {
  readonly kind: "console-error" | "page-error" | "request-failed";
  /** Without the server's address, which differs from run to run. */
  readonly message: string;
}

export interface PageWatch {
  /** Addresses of the app's own that the page asked for since the last call, without what is asked about: "/me". */
  takeAddresses(): ReadonlySet<string>;
  /** Problems since the last call. */
  takeProblems(): readonly PageProblem[];
  /** Whether the page waits for an answer; streams and media do not count. */
  isLoading(): boolean;
}

/** Kinds of requests that may stay open as long as the page is shown. */
const lasting: ReadonlySet<string> = new Set(["media", "websocket", "eventsource", "ping"]);

/** Listens to everything a page may complain about, from now on. */
export function watchPage(page: Page, origin: string): PageWatch {
  const open = new Set<Request>();
  let problems: PageProblem[] = [];
  let addresses = new Set<string>();
  const add = (kind: PageProblem["kind"], message: string) =>
    problems.push({ kind, message: message.replaceAll(origin, "") });
  const isOurs = (url: string) => url.startsWith(`${origin}/`);

  page.on("request", (request) => {
    if (!lasting.has(request.resourceType())) open.add(request);
    if (isOurs(request.url())) addresses.add(new URL(request.url()).pathname);
  });
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => {
    open.delete(request);
    const reason = request.failure()?.errorText ?? "no reason given";
    // Going on to the next page ends what the last one was loading.
    if (reason === "net::ERR_ABORTED" || !isOurs(request.url())) return;
    add("request-failed", `${request.method()} ${request.url()}: ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() < 500 || !isOurs(response.url())) return;
    add("request-failed", `${response.request().method()} ${response.url()}: ${response.status()}`);
  });
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const { url } = message.location();
    const isAnswer = message.text().startsWith("Failed to load resource");
    // Reported above, with its method.
    if (isAnswer && isOurs(url) && /status of 5\d\d|net::ERR_/.test(message.text())) return;
    add("console-error", isAnswer ? `${message.text()} (${url})` : message.text());
  });
  page.on("pageerror", (error) => add("page-error", `${error.name}: ${error.message}`));
  page.on("crash", () => add("page-error", "The page crashed."));

  return {
    isLoading: () => open.size > 0,
    takeAddresses: () => {
      const taken = addresses;
      addresses = new Set();
      return taken;
    },
    takeProblems: () => {
      const taken = problems;
      problems = [];
      return taken;
    },
  };
}
