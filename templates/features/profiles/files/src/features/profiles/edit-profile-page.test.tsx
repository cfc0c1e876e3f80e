import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { EditProfilePage } from "@/features/profiles/edit-profile-page";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

const mira = {
  id: "11111111-1111-4111-8111-111111111111",
  username: "mira",
  username_lower: "mira",
  display_name: "Mira Okafor",
  bio: "Slow mornings.",
  avatar_path: "11111111-1111-4111-8111-111111111111/old.webp",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

let backend: ReturnType<typeof simulateBackend>;

beforeEach(async () => {
  backend = simulateBackend();
  backend.on("GET /rest/v1/profiles", [mira]);
  backend.on("DELETE /storage/v1/object/avatars", []);
  await backend.signIn({ id: mira.id });
});

async function openPage() {
  const page = renderRoute({
    path: "/settings/profile",
    element: <EditProfilePage />,
    routes: [{ path: "/u/:username", element: <h1>Profile</h1> }],
  });
  await screen.findByLabelText("Display name");
  return page;
}

/** Stands in for the browser's decoder and canvas, which the test window does not have. */
function simulateCanvas(result: Blob) {
  vi.stubGlobal("createImageBitmap", async () => ({ width: 800, height: 600, close: () => {} }));
  const drawImage = vi.fn();
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(
    Object.assign(Object.create(null), { drawImage }),
  );
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation((done) => done(result));
  return { drawImage };
}

test("saves what was changed and goes to the profile", async () => {
  backend.on("PATCH /rest/v1/profiles", { ...mira, username: "mira_o" });
  const { user, router } = await openPage();
  await user.clear(screen.getByLabelText("Username"));
  await user.type(screen.getByLabelText("Username"), "mira_o");
  await user.type(screen.getByLabelText("Bio"), " Fast bikes.");
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await screen.findByRole("heading", { name: "Profile" });
  expect(router.state.location.pathname).toBe("/u/mira_o");
  const [request] = backend.requestsTo("PATCH /rest/v1/profiles");
  expect(request?.query.get("id")).toBe(`eq.${mira.id}`);
  expect(request?.body).toEqual({
    username: "mira_o",
    display_name: "Mira Okafor",
    bio: "Slow mornings. Fast bikes.",
    avatar_path: mira.avatar_path,
  });
  expect(backend.requestsTo("DELETE /storage/v1/object/avatars")).toHaveLength(0);
});

test("a username that somebody else has is said at the field", async () => {
  backend.on("PATCH /rest/v1/profiles", {
    status: 409,
    json: { code: "23505", message: "duplicate key value violates unique constraint" },
  });
  const { user } = await openPage();
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await expect
    .poll(() => screen.getByLabelText("Username"))
    .toHaveAccessibleDescription("That username is taken.");
});

test("a new photo is cut square, uploaded to the own folder, and replaces the old one", async () => {
  const picture = new Blob(["picture"], { type: "image/webp" });
  const { drawImage } = simulateCanvas(picture);
  backend.on("POST /storage/v1/object/avatars/*", { Id: "1", Key: "avatars/new" });
  backend.on("PATCH /rest/v1/profiles", mira);
  const { user } = await openPage();
  await user.upload(
    screen.getByLabelText("Photo"),
    new File(["holiday"], "holiday.png", { type: "image/png" }),
  );
  await expect
    .poll(() => drawImage.mock.calls[0]?.slice(1))
    .toEqual([100, 0, 600, 600, 0, 0, 512, 512]);
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await screen.findByRole("heading", { name: "Profile" });
  const [upload] = backend.requestsTo("POST /storage/v1/object/avatars/*");
  expect(upload?.path).toMatch(new RegExp(`/avatars/${mira.id}/[0-9a-f-]{36}\\.webp$`));
  const [removal] = backend.requestsTo("DELETE /storage/v1/object/avatars");
  expect(removal?.body).toEqual({ prefixes: [mira.avatar_path] });
});

test("a file that is no picture is refused", async () => {
  vi.stubGlobal("createImageBitmap", async () => {
    throw new DOMException("The source image could not be decoded.", "InvalidStateError");
  });
  await openPage();
  fireEvent.change(screen.getByLabelText("Photo"), {
    target: { files: [new File(["text"], "notes.png", { type: "image/png" })] },
  });
  expect(await screen.findByText(/not a picture that can be read/)).toBeInTheDocument();
});

test("the photo can be removed", async () => {
  backend.on("PATCH /rest/v1/profiles", { ...mira, avatar_path: null });
  const { user } = await openPage();
  await user.click(screen.getByRole("button", { name: "Remove photo" }));
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await screen.findByRole("heading", { name: "Profile" });
  expect(backend.requestsTo("PATCH /rest/v1/profiles")[0]?.body).toMatchObject({
    avatar_path: null,
  });
  expect(backend.requestsTo("DELETE /storage/v1/object/avatars")).toHaveLength(1);
});
