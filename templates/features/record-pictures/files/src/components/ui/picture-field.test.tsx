import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { Button } from "@/components/ui/button";
import { PictureField } from "@/components/ui/picture-field";
import { savePicture, type PictureChoice } from "@/lib/stored-pictures";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";

const bucket = { name: "things", isPublic: true, maxBytes: 1000, mimeTypes: ["image/png"] };
const userId = "11111111-1111-4111-8111-111111111111";

let backend: ReturnType<typeof simulateBackend>;
const save = vi.fn<(path: string | null) => Promise<void>>();

function SimulatedForm({ path }: { path: string | null }) {
  const [choice, setChoice] = useState<PictureChoice>("keep");
  const send = () => savePicture({ bucket, choice, before: path, userId }, save).catch(() => {});
  return (
    <>
      <PictureField
        label="Photo"
        bucket={bucket}
        path={path}
        choice={choice}
        onChoose={setChoice}
        error="Choose a picture."
      />
      <Button onClick={() => void send()}>Save</Button>
    </>
  );
}

beforeEach(() => {
  backend = simulateBackend();
  backend.on("POST /storage/v1/object/things/*", { Id: "1", Key: "things/new" });
  backend.on("DELETE /storage/v1/object/things", []);
  save.mockReset().mockResolvedValue();
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:picture");
});

const openForm = (path: string | null) =>
  renderRoute({ path: "/", element: <SimulatedForm path={path} /> });

const choose = (file: File) =>
  fireEvent.change(screen.getByLabelText("Photo", { selector: "input" }), {
    target: { files: [file] },
  });

const picture = new File(["picture"], "me.png", { type: "image/png" });

test("a picture is shown at once, and stored when the form is saved", async () => {
  const { user } = openForm(null);
  expect(screen.getByText("Choose a picture.")).toBeInTheDocument();
  choose(picture);
  expect(screen.queryByText("Choose a picture.")).not.toBeInTheDocument();
  expect(backend.requests).toHaveLength(0);
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(save).toHaveBeenCalledOnce());
  expect(save.mock.calls[0]?.[0]).toMatch(new RegExp(`^${userId}/[0-9a-f-]{36}\\.png$`));
});

test("wrong types and sizes are refused before anything is sent", () => {
  openForm(null);
  choose(new File(["text"], "notes.txt", { type: "text/plain" }));
  expect(screen.getByText("Choose a picture of one of these types: PNG.")).toBeInTheDocument();
  choose(new File(["x".repeat(1001)], "big.png", { type: "image/png" }));
  expect(screen.getByText("This picture is too large: the most is 1 KB.")).toBeInTheDocument();
});

test("what is replaced is removed from the bucket", async () => {
  const { user } = openForm("me/old.png");
  choose(picture);
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(backend.requestsTo("DELETE /storage/v1/object/things")).toHaveLength(1),
  );
  expect(backend.requestsTo("DELETE /storage/v1/object/things")[0]?.body).toEqual({
    prefixes: ["me/old.png"],
  });
});

test("what could not be saved leaves no picture behind, and keeps the old one", async () => {
  save.mockRejectedValue(new Error("refused"));
  const { user } = openForm("me/old.png");
  choose(picture);
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(backend.requestsTo("DELETE /storage/v1/object/things")).toHaveLength(1),
  );
  const [removal] = backend.requestsTo("DELETE /storage/v1/object/things");
  expect(removal?.body).not.toEqual({ prefixes: ["me/old.png"] });
});

test("a picture can be taken away", async () => {
  const { user } = openForm("me/old.png");
  await user.click(screen.getByRole("button", { name: "Remove picture" }));
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(save).toHaveBeenCalledWith(null));
});
