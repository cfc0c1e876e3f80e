// @if asserted
import assert from "node:assert/strict";
// @end
import type { Page } from "playwright-core";
import type { Journey } from "../journey.ts";

// @if picture
/** One green pixel. */
const PICTURE = {
  name: "green.png",
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==",
    "base64",
  ),
};

// @end
function heading(page: Page, name: string | RegExp) {
  return page.getByRole("heading", { level: 1, name });
}

// @if steps
function pathOf(page: Page): string {
  return new URL(page.url()).pathname;
}

// @end
export async function $journey$(journey: Journey): Promise<void> {
  // @if bob
  const { alice, bob } = journey;
  // @else
  const { alice } = journey;
  // @end
  // @print paths

  // @print steps
}
