import { visitModule, type SourceModule } from "./source-module.ts";

/** A name in a file, and where it stands. */
interface Found {
  readonly what: string;
  readonly start: number;
}

/** Names by which code leaves its page: the network, the machine, what the browser keeps, code out of texts. */
const globals: ReadonlySet<string> = new Set([
  "BroadcastChannel",
  "EventSource",
  "Function",
  "SharedWorker",
  "WebSocket",
  "Worker",
  "XMLHttpRequest",
  "caches",
  "eval",
  "fetch",
  "globalThis",
  "importScripts",
  "indexedDB",
  "localStorage",
  "process",
  "require",
  "sessionStorage",
]);

const properties: ReadonlySet<string> = new Set([
  ...globals,
  "__proto__",
  "constructor",
  "cookie",
  "createElement",
  "dangerouslySetInnerHTML",
  "innerHTML",
  "insertAdjacentHTML",
  "outerHTML",
  "sendBeacon",
  "serviceWorker",
  "srcDoc",
  "srcdoc",
]);

/** Properties that are refused even as keys of an object that is made. */
const keys: ReadonlySet<string> = new Set(["__proto__", "dangerouslySetInnerHTML", "srcDoc"]);

const elements: ReadonlySet<string> = new Set([
  "base",
  "embed",
  "iframe",
  "link",
  "meta",
  "object",
  "script",
  "style",
]);

/** The objects whose properties are all that a page can do; a computed name hides which one is meant. */
const roots: ReadonlySet<string> = new Set([
  "document",
  "navigator",
  "parent",
  "self",
  "top",
  "window",
]);

/** Those that must not get another name, under which nothing would be seen any more. */
const wholes: ReadonlySet<string> = new Set(["document", "frames", "navigator", "self", "window"]);

/** What a page reaches out with. `known` are names that the app itself uses for its own things. */
export async function unsafeNames(
  module: SourceModule,
  known: ReadonlySet<string>,
): Promise<readonly Found[]> {
  const { text } = module;
  const found: Found[] = [];
  const add = (what: string, start: number) => void found.push({ what, start });
  /** Where a name is a property, and where a variable is only asked for a property. */
  const places = new Set<number>();
  const heads = new Set<number>();
  await visitModule(module, {
    MemberExpression({ computed, object, property, start }) {
      if (!computed) places.add(property.start);
      heads.add(object.start);
      const name = nameOf(text.slice(property.start, property.end));
      const isNamed = !computed || property.type === "Literal";
      if (isNamed && properties.has(name)) add(`"${name}"`, property.start);
      if (!isNamed && object.type === "Identifier" && roots.has(object.name)) {
        add(`A computed property of "${object.name}"`, start);
      }
    },
    Property({ computed, shorthand, key }) {
      if (computed || shorthand) return;
      places.add(key.start);
      const name = nameOf(text.slice(key.start, key.end));
      if (keys.has(name)) add(`"${name}"`, key.start);
    },
    ObjectPattern(pattern) {
      for (const part of pattern.properties) {
        if (part.type !== "Property") continue;
        const name = nameOf(text.slice(part.key.start, part.key.end));
        if (properties.has(name)) add(`"${name}"`, part.start);
      }
    },
    TSPropertySignature: ({ key }) => void places.add(key.start),
    Identifier({ name, start }) {
      if (places.has(start) || known.has(name)) return;
      if (globals.has(name)) add(`"${name}"`, start);
      if (wholes.has(name) && !heads.has(start)) add(`"${name}" as a whole`, start);
    },
    JSXAttribute({ name, start }) {
      if (properties.has(text.slice(name.start, name.end)))
        add(`"${text.slice(name.start, name.end)}"`, start);
    },
    JSXOpeningElement({ name, start }) {
      const element = text.slice(name.start, name.end);
      if (elements.has(element)) add(`<${element}>`, start);
    },
    ImportExpression: ({ start }) => add("An import while the page runs", start),
    MetaProperty: ({ meta, start }) => {
      if (meta.name === "import") add('"import.meta"', start);
    },
  });
  return found;
}

/** Names that stand for variables, types or properties somewhere in a file. */
export async function namesIn(module: SourceModule): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  await visitModule(module, { Identifier: ({ name }) => void names.add(name) });
  return names;
}

function nameOf(code: string): string {
  return code.replaceAll(/["'`]/g, "");
}
