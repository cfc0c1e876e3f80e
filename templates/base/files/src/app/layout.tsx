import { Menu, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from "react-router";
import { navigation } from "@/app/navigation";
// @if value colourScheme system light dark
import { ThemeToggle } from "@/app/theme";
// @end

/** Navigation at the side on wide screens and at the bottom on phones, and the page beside it. */
export function Layout() {
  const { key } = useLocation();
  return (
    <div className="md:flex">
      <a
        href="#content"
        className="fixed top-3 left-3 z-50 -translate-y-20 rounded-control bg-ink px-4 py-2 font-semibold text-canvas focus:translate-y-0"
      >
        Skip to content
      </a>
      <PageProgress />
      <header className="fixed inset-x-0 bottom-0 z-30 flex h-(--tab-bar-height) border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] md:sticky md:inset-auto md:top-0 md:h-dvh md:w-20 md:shrink-0 md:flex-col md:gap-6 md:border-t-0 md:border-r md:px-3 md:py-5 lg:w-60 lg:px-4">
        <Link
          to="/"
          className="hidden items-center gap-3 rounded-control p-2 text-lg font-extrabold tracking-tight max-lg:justify-center md:flex"
        >
          <img src="/favicon.svg" alt="" className="size-9" />
          <span className="max-lg:sr-only">Canonical App</span>
        </Link>
        <MainNavigation />
        <AccountPanel key={key} />
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="min-w-0 flex-1 pb-(--tab-bar-height) outline-none"
      >
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}

/** Appears only when the code or data of the next page takes a noticeable while. */
function PageProgress() {
  const { state } = useNavigation();
  if (state === "idle") return null;
  return (
    <div
      role="progressbar"
      aria-label="Loading page"
      className="fixed inset-x-0 top-0 z-50 h-0.5 animate-[appear_200ms_150ms_both] overflow-hidden"
    >
      <div className="bg-brand h-full w-1/3 animate-progress" />
    </div>
  );
}

const itemClass =
  "group flex h-full flex-col items-center justify-center gap-1 text-[0.6875rem] font-medium text-muted transition hover:text-ink md:h-14 md:rounded-control md:hover:bg-raised lg:h-12 lg:flex-row lg:justify-start lg:gap-4 lg:px-3 lg:text-base";

function MainNavigation() {
  return (
    <nav
      aria-label="Main"
      // On phones, as many shares of the width as it has links.
      style={{ flexGrow: navigation.length }}
      className="min-w-0 basis-0"
    >
      <ul className="flex h-full md:h-auto md:flex-col md:gap-1">
        {navigation.map(({ to, label, icon: Icon }) => (
          <li key={to} className="min-w-0 flex-1">
            <NavLink
              to={to}
              end={to === "/"}
              className={`${itemClass} aria-[current=page]:font-semibold aria-[current=page]:text-ink md:aria-[current=page]:bg-raised`}
            >
              <Icon aria-hidden className="size-6 group-aria-[current=page]:text-accent" />
              <span className="max-w-full truncate">{label}</span>
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

// @if value colourScheme system light dark
/** Account and theme: always in view on wide screens, behind a button elsewhere. Its key closes it on navigation. */
// @else
/** The account: always in view on wide screens, behind a button elsewhere. Its key closes it on navigation. */
// @end
function AccountPanel() {
  const [isOpen, setIsOpen] = useState(false);
  const area = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const close = () => setIsOpen(false);
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !area.current?.contains(event.target)) close();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    document.addEventListener("pointerdown", onPointerDown);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("pointerdown", onPointerDown);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [isOpen]);

  const Icon = isOpen ? X : Menu;
  return (
    <div ref={area} className="min-w-0 flex-1 md:relative md:flex-none">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls="account-panel"
        onClick={() => setIsOpen(!isOpen)}
        className={`${itemClass} w-full lg:hidden`}
      >
        <Icon aria-hidden className="size-6" />
        More
      </button>
      <div
        id="account-panel"
        className={`${isOpen ? "flex" : "hidden"} absolute right-3 bottom-full mb-3 w-64 flex-col gap-4 rounded-card border border-line bg-surface p-4 shadow-float max-lg:animate-rise md:right-auto md:bottom-0 md:left-full md:mb-0 md:ml-5 lg:static lg:m-0 lg:flex lg:w-auto lg:rounded-none lg:border-0 lg:bg-transparent lg:p-0 lg:shadow-none`}
      >
        {/* @if slot app.account */}
        {/* @slot app.account */}
        {/* @end */}
        {/* @if value colourScheme system light dark */}
        <ThemeToggle />
        {/* @end */}
      </div>
    </div>
  );
}
