import { expect, test } from "vitest";
import { createMailbox, mailRedirects } from "./mailbox.ts";

const LINK =
  "http://localhost:5173/auth/v1/verify?token=abc&type=recovery&redirect_to=http%3A%2F%2Flocalhost%3A5173";
const MAIL = {
  to: "mira@example.com",
  subject: "Reset <your> password",
  text: `Follow ${LINK}`,
  html: "",
};

async function listed(mailbox: ReturnType<typeof createMailbox>, accept: string): Promise<string> {
  const request = new Request("http://localhost/__local/mail", { headers: { accept } });
  return (await mailbox.answer(request)).text();
}

test("a mail is told in one line and kept with its link, newest first", async () => {
  const lines: string[] = [];
  const mailbox = createMailbox((line) => lines.push(line));
  await mailbox.driver.send({ ...MAIL, text: "Welcome" });
  await mailbox.driver.send(MAIL);
  expect(lines[1]).toBe(`mail to mira@example.com: Reset <your> password ${LINK}`);
  const mails: unknown = JSON.parse(await listed(mailbox, "application/json"));
  expect(mails).toMatchObject([{ to: MAIL.to, link: LINK }, { link: null }]);
});

test("the page that the app has asked for replaces the start page in the link", async () => {
  const mailbox = createMailbox(() => {});
  const url =
    "http://localhost/auth/v1/recover?redirect_to=http%3A%2F%2Flocalhost%3A5173%2Fnew-password";
  await mailRedirects(new Request(url, { method: "POST" }), async () => {
    await mailbox.driver.send(MAIL);
    return new Response();
  });
  expect(await listed(mailbox, "application/json")).toContain(
    "redirect_to=http%3A%2F%2Flocalhost%3A5173%2Fnew-password",
  );
});

test("people get a page, in which texts cannot act as markup", async () => {
  const mailbox = createMailbox(() => {});
  await mailbox.driver.send(MAIL);
  expect(await listed(mailbox, "text/html")).toContain("Reset &lt;your> password");
});
