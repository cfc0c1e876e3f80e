import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { setMuted } from "@/features/player/sound";
import { VideoPlayer } from "@/features/player/video-player";
import { isPlaying, simulateMedia } from "@/test/simulated-media";

beforeEach(() => setMuted(true));

function player(isActive: boolean, label = "Waves") {
  return (
    <VideoPlayer
      src="/waves.mp4"
      poster="/waves.webp"
      label={label}
      width={406}
      height={720}
      isActive={isActive}
    />
  );
}

const video = (label = "Waves") => screen.getByLabelText<HTMLVideoElement>(label);

test("plays without sound while it is active, and stops when it is not", async () => {
  simulateMedia();
  const { rerender } = render(player(true));
  await act(async () => {});
  expect(isPlaying(video())).toBe(true);
  expect(video().muted).toBe(true);
  rerender(player(false));
  expect(isPlaying(video())).toBe(false);
});

test("a tap pauses and plays again", async () => {
  simulateMedia();
  const user = userEvent.setup();
  render(player(true));
  await user.click(screen.getByRole("button", { name: "Pause" }));
  expect(isPlaying(video())).toBe(false);
  await user.click(screen.getByRole("button", { name: "Play" }));
  expect(isPlaying(video())).toBe(true);
});

test("the space bar pauses the active player only", async () => {
  simulateMedia();
  const user = userEvent.setup();
  render(
    <>
      {player(false, "Waves")}
      {player(true, "Orbits")}
    </>,
  );
  await act(async () => {});
  expect(isPlaying(video("Orbits"))).toBe(true);
  await user.keyboard(" ");
  expect(isPlaying(video("Orbits"))).toBe(false);
  expect(screen.getAllByRole("button", { name: "Play" })).toHaveLength(1);
});

test("typing in a field is not a shortcut", async () => {
  simulateMedia();
  const user = userEvent.setup();
  render(
    <>
      {player(true)}
      <input aria-label="Name" />
    </>,
  );
  await user.type(screen.getByLabelText("Name"), "m m");
  expect(video().muted).toBe(true);
  expect(isPlaying(video())).toBe(true);
});

test("all players share the sound", async () => {
  simulateMedia();
  const user = userEvent.setup();
  render(
    <>
      {player(true, "Waves")}
      {player(false, "Orbits")}
    </>,
  );
  await user.keyboard("m");
  expect(video("Waves").muted).toBe(false);
  expect(video("Orbits").muted).toBe(false);
});

test("starts without sound where the browser does not allow it", async () => {
  simulateMedia({ refusesSound: true });
  setMuted(false);
  render(player(true));
  await act(async () => {});
  expect(isPlaying(video())).toBe(true);
  expect(screen.getByRole("button", { name: "Turn sound on" })).toBeInTheDocument();
});

test("stops while the page is hidden", async () => {
  simulateMedia();
  render(player(true));
  await act(async () => {});
  const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect(isPlaying(video())).toBe(false);
  visibility.mockReturnValue("visible");
  await act(async () => void document.dispatchEvent(new Event("visibilitychange")));
  expect(isPlaying(video())).toBe(true);
});

test("a video that fails says so and can be tried again", async () => {
  simulateMedia();
  const user = userEvent.setup();
  render(player(true));
  fireEvent.error(video());
  expect(screen.getByRole("alert")).toHaveTextContent("could not be played");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.queryByRole("alert")).toBeNull();
  expect(isPlaying(video())).toBe(true);
});
