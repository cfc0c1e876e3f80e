// @if slot home.main
// @else
import { Link } from "react-router";
import { navigation } from "@/app/navigation";
// @end

export function HomePage() {
  return (
    <div className="min-h-content flex flex-col">
      {/* @if slot home.main */}
      {/* @slot home.main */}
      {/* @else */}
      <Welcome />
      {/* @end */}
    </div>
  );
}

// @if slot home.main
// @else
function Welcome() {
  const places = navigation.filter((item) => item.to !== "/");
  return (
    <section className="m-auto flex w-full max-w-xl flex-col items-center gap-6 px-6 py-16 text-center">
      <img src="/favicon.svg" alt="" className="size-20" />
      <h1 className="text-4xl font-extrabold tracking-tight text-balance sm:text-5xl">
        Welcome to <span className="text-accent">Canonical App</span>
      </h1>
      <p className="text-lg text-muted">Good to see you. Make yourself at home.</p>
      {places.length > 0 && (
        <ul className="mt-2 flex w-full flex-wrap justify-center gap-3">
          {places.map(({ to, label, icon: Icon }) => (
            <li key={to} className="w-full sm:w-56">
              <Link
                to={to}
                className="flex items-center gap-3 rounded-card border border-line bg-surface p-4 font-semibold transition hover:bg-raised"
              >
                <Icon aria-hidden className="size-5 text-accent" />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
// @end
