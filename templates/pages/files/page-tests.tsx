import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { RequireUser } from "@/features/auth/require-user";
import { renderRoute } from "@/test/render-route";
import { simulateBackend } from "@/test/simulated-backend";
// @print imports

const ME = "11111111-1111-4111-8111-111111111111";
// @if other
const OTHER = "22222222-2222-4222-8222-222222222222";
// @end
// @if chosen
const CHOSEN = "33333333-3333-4333-8333-333333333333";
// @end

// @if person
const mira = { id: ME, username: "mira", display_name: "Mira Okafor", avatar_path: null };

// @end
const times = { created_at: "2026-06-01T12:00:00Z", updated_at: "2026-06-01T12:00:00Z" };

// @print rows

let backend: ReturnType<typeof simulateBackend>;

beforeEach(() => {
  backend = simulateBackend();
  // @print answers
  // @if picture
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:picture");
  // @end
});

function open(at: string) {
  return renderRoute({
    path: "/",
    at,
    element: <h1>Home</h1>,
    routes: [
      { path: "/sign-in", element: <h1>Log in</h1> },
      // @print publicRoutes
      {
        element: <RequireUser />,
        children: [
          // @print guardedRoutes
        ],
      },
    ],
  });
}

// @if enters
function enter(label: string, value: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
}

// @end
// @print tests
