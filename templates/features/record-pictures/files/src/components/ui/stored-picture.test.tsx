import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { StoredPicture } from "@/components/ui/stored-picture";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

const bucket = { name: "things", isPublic: false, maxBytes: 1000, mimeTypes: ["image/png"] };

test("private pictures are signed together", async () => {
  const backend = simulateBackend();
  backend.on("POST /storage/v1/object/sign/things", ({ body }) => ({
    json: (body as { paths: string[] }).paths.map((path) => ({
      path,
      signedURL: `/object/sign/things/${path}?token=t`,
      error: null,
    })),
  }));
  renderRoute({
    path: "/",
    element: (
      <>
        <StoredPicture bucket={bucket} path="me/a.png" alt="One" />
        <StoredPicture bucket={bucket} path="me/b.png" alt="Another" size="thumbnail" />
      </>
    ),
  });
  expect(await screen.findByRole("img", { name: "One" })).toHaveAttribute(
    "src",
    expect.stringContaining("/sign/things/me/a.png"),
  );
  expect(screen.getByRole("img", { name: "Another" })).toBeInTheDocument();
  expect(backend.requests).toHaveLength(1);
});

test("public pictures need no request", async () => {
  const backend = simulateBackend();
  renderRoute({
    path: "/",
    element: <StoredPicture bucket={{ ...bucket, isPublic: true }} path="me/a.png" alt="One" />,
  });
  expect(await screen.findByRole("img", { name: "One" })).toHaveAttribute(
    "src",
    expect.stringContaining("/public/things/me/a.png"),
  );
  expect(backend.requests).toHaveLength(0);
});
