import { AsyncLocalStorage } from "node:async_hooks";
import type { EmailDriver, EmailMessage } from "@supabase/lite";
import type { Handler } from "./node-http.ts";
import { aloud } from "./shims/quiet-console.ts";

export type Mail = {
  readonly to: string;
  readonly subject: string;
  /** The address that the person is asked to open; null when the mail has none. */
  readonly link: string | null;
  /** ISO 8601. */
  readonly sentAt: string;
};

const KEPT = 50;

const redirectOfRequest = new AsyncLocalStorage<string>();

/**
 * The page that a mail's link leads to comes with the request for the mail; `@supabase/lite` forgets it
 * and sends everyone to the start page. This remembers it for the mails that the request causes.
 */
export async function mailRedirects(request: Request, next: Handler): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const redirect = searchParams.get("redirect_to");
  if (request.method !== "POST" || !pathname.startsWith("/auth/v1/") || !redirect)
    return next(request);
  return redirectOfRequest.run(redirect, () => next(request));
}

/**
 * Keeps the mails that the app would send, as nothing is delivered here: each is told in one line,
 * and `/__local/mail` lists them, newest first (as JSON for who asks for that).
 */
export function createMailbox(log: (line: string) => void) {
  const mails: Mail[] = [];
  const driver: EmailDriver = {
    send: async (message) => {
      const mail = toMail(message, new Date());
      mails.unshift(mail);
      mails.length = Math.min(mails.length, KEPT);
      aloud(() => log(`mail to ${mail.to}: ${mail.subject}${mail.link ? ` ${mail.link}` : ""}`));
    },
  };
  const answer = async (request: Request): Promise<Response> => {
    if (new URL(request.url).pathname !== "/__local/mail")
      return new Response("Not found", { status: 404 });
    if (request.headers.get("accept")?.includes("text/html")) {
      return new Response(page(mails), { headers: { "content-type": "text/html; charset=utf-8" } });
    }
    return Response.json(mails);
  };
  return { driver, answer, isEmpty: () => mails.length === 0 };
}

function toMail({ to, subject, text, html }: EmailMessage, sentAt: Date): Mail {
  const link = /https?:\/\/[^\s"<>]+\/auth\/v1\/verify[^\s"<>]*/.exec(text ?? html ?? "")?.[0];
  return { to, subject, link: link ? withRedirect(link) : null, sentAt: sentAt.toISOString() };
}

/** The auth server itself decides, when the link is opened, whether it may lead there. */
function withRedirect(link: string): string {
  const redirect = redirectOfRequest.getStore();
  if (!redirect) return link;
  const url = new URL(link);
  url.searchParams.set("redirect_to", redirect);
  return url.href;
}

function page(mails: readonly Mail[]): string {
  const items = mails.map(
    ({ to, subject, link, sentAt }) =>
      `<li><time>${sentAt}</time> ${escapeHtml(to)}: ` +
      `${link ? `<a href="${escapeHtml(link)}">${escapeHtml(subject)}</a>` : escapeHtml(subject)}</li>`,
  );
  return (
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Local mail</title>` +
    `<h1>Local mail</h1>${mails.length ? `<ul>${items.join("")}</ul>` : "<p>No mail yet.</p>"}</html>`
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
