import { lineAt, visitModule, type SourceModule } from "./source-module.ts";
import { unsafeNames } from "./unsafe-names.ts";

/** A place of a file that is refused, and why, written for whoever writes it again. */
export interface RefusedCode {
  readonly code: "model-file-unsafe" | "model-file-types" | "model-file-unfinished";
  readonly message: string;
  readonly line: number;
}

/** An address of another host. The reserved names of examples may be told to people in hints of fields. */
const address =
  /(?:\b(?:https?|wss?|ftp):)?\/\/(?!example\.(?:com|org|net)\b)[\w-]+\.[\w.-]+|\b(?:javascript|vbscript):|\bdata:text\//i;
const openAddress = /(?:^|[\s"'(=])(?:(?:https?|wss?|ftp):)?\/\/$/i;
const secret = /service_role|\bsb_secret_|\beyJ[\w-]{10,}\.|\bSUPABASE_\w*KEY/;
const switchedOff =
  /@ts-(?:ignore|expect-error|nocheck)|(?:eslint|oxlint|biome|prettier|oxfmt)-(?:disable|ignore)|@jsx/;
const unfinished = /\b(?:TODO|FIXME|XXX)\b|\b(?:not (?:yet )?implemented|lorem ipsum)\b/i;
/** Turns the direction in which text is shown, or has no width: the code reads other than it runs. */
const hidden = /[\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;

/**
 * What code of a page must not have: it reaches out of the page, gets around the checks of types and lint, or is not
 * finished. `known` are names that the app itself uses for its own things.
 */
export async function refusedCode(
  module: SourceModule,
  known: ReadonlySet<string>,
): Promise<readonly RefusedCode[]> {
  const mark = hidden.exec(module.text);
  const places = [
    ...(await unsafeNames(module, known)),
    ...(mark === null ? [] : [{ what: "A character that nobody sees", start: mark.index }]),
  ];
  const found = [
    ...places.map(({ what, start }) => ({ start, ...unsafe(what) })),
    ...(await refusedTexts(module)),
    ...(await refusedTypes(module)),
    ...module.comments.flatMap(({ value, start }) =>
      commentProblem(value.trim()).map((problem) => ({ start, ...problem })),
    ),
  ];
  return found
    .toSorted((left, right) => left.start - right.start)
    .map(({ code, message, start }) => ({ code, message, line: lineAt(module.text, start) }));
}

type Problem = Omit<RefusedCode, "line">;
type Placed = Problem & { readonly start: number };

function unsafe(what: string): Problem {
  return { code: "model-file-unsafe", message: `${what} is not allowed in a page.` };
}

async function refusedTexts(module: SourceModule): Promise<readonly Placed[]> {
  const found: Placed[] = [];
  const read = (text: string, start: number) => {
    if (address.test(text)) found.push({ start, ...unsafe("An address of another host") });
    if (secret.test(text)) found.push({ start, ...unsafe("A key") });
    if (unfinished.test(text)) found.push({ start, ...openEnd(text) });
  };
  await visitModule(module, {
    Literal({ value, start }) {
      if (typeof value === "string") read(value, start);
    },
    JSXText({ value, start }) {
      if (unfinished.test(value)) found.push({ start, ...openEnd(value) });
    },
    TemplateLiteral({ quasis, expressions }) {
      for (const [index, { value, start }] of quasis.entries()) {
        read(value.raw, start);
        if (index < expressions.length && openAddress.test(value.raw)) {
          found.push({ start, ...unsafe("An address that code puts together") });
        }
      }
    },
  });
  return found;
}

async function refusedTypes(module: SourceModule): Promise<readonly Placed[]> {
  const found: Placed[] = [];
  const add = (message: string, start: number) =>
    void found.push({ code: "model-file-types", message, start });
  await visitModule(module, {
    TSAnyKeyword: ({ start }) => add('The type "any" is not allowed: name the type.', start),
    TSAsExpression({ expression, start }) {
      if (expression.type === "TSAsExpression") {
        add("A cast of a cast is not allowed: use the type as it is.", start);
      }
    },
    TSModuleDeclaration: ({ start }) => add("A page declares no types of other modules.", start),
  });
  return found;
}

function commentProblem(text: string): readonly Problem[] {
  if (switchedOff.test(text)) {
    const message = `A comment switches checks off: "${text}".`;
    return [{ code: "model-file-types", message }];
  }
  return unfinished.test(text) ? [openEnd(text)] : [];
}

function openEnd(text: string): Problem {
  return { code: "model-file-unfinished", message: `It is not finished: "${text.trim()}".` };
}
