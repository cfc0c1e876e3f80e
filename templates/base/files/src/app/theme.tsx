import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";

const themes = [
  { id: "system", label: "System theme", icon: Monitor },
  { id: "light", label: "Light theme", icon: Sun },
  { id: "dark", label: "Dark theme", icon: Moon },
] as const;

export type Theme = (typeof themes)[number]["id"];

const STORAGE_KEY = "theme";

function readTheme(): Theme {
  const stored = document.documentElement.dataset.theme;
  return stored === "light" || stored === "dark" ? stored : "system";
}

// @if value colourScheme system
/** Shows the app in the theme and remembers it; "system" follows the device again. */
export function applyTheme(theme: Theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(STORAGE_KEY);
  } else {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(STORAGE_KEY, theme);
  }
}
// @else
/** Shows the app in the theme and remembers it; "system" follows the device. */
export function applyTheme(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem(STORAGE_KEY, theme);
}
// @end

export function ThemeToggle() {
  const [selected, setSelected] = useState(readTheme);
  const choose = (theme: Theme) => {
    applyTheme(theme);
    setSelected(theme);
  };
  return (
    <fieldset className="flex rounded-full bg-raised p-1">
      <legend className="sr-only">Theme</legend>
      {themes.map(({ id, label, icon: Icon }) => (
        <label
          key={id}
          title={label}
          className="flex h-8 flex-1 cursor-pointer items-center justify-center rounded-full text-muted transition hover:text-ink has-checked:bg-canvas has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            value={id}
            checked={selected === id}
            onChange={() => choose(id)}
            className="sr-only"
          />
          <Icon aria-hidden className="size-4" />
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
