import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import type { Field } from "../../spec/field.ts";
import { choicesName, fieldLabel, isLongText } from "./field-words.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";
import { currencyCode } from "./value-code.ts";

/** One input of a form. */
export interface FormField {
  /** The column, and the name of the input. */
  readonly name: string;
  readonly input: string;
  /** The expression that says what is wrong with `values.<name>`; null when nothing can be. */
  readonly check: string | null;
  /** The expression that makes the column's value of `values.<name>`; null for pictures, which are saved beside. */
  readonly value: string | null;
  /** Asked for once: the column never changes. */
  readonly isFixed: boolean;
}

export interface FormContext {
  readonly page: PageEntity;
  readonly context: PageContext;
}

/** How a form asks for a field, checks what was entered, and reads it. */
export function formField(field: Field, where: FormContext): FormField {
  const isFixed = where.page.entity.immutable.includes(field.name);
  const check = checkOf(field);
  const { variable, canUpdate } = where.page;
  return {
    name: field.name,
    // Nothing to start with needs no saying.
    input: inputOf(field, where).replace(/\n\s*defaultValue=\{""\}/, ""),
    check:
      check === null || !isFixed || !canUpdate
        ? check
        : `${variable} === undefined ? ${check} : null`,
    value: valueOf(field, where),
    isFixed,
  };
}

/** The value of a column before anybody has typed, for rows that are there and for new ones. */
function initialOf(field: Field, { page }: FormContext, fresh: string): string {
  if (!page.canUpdate || page.entity.immutable.includes(field.name)) return fresh;
  const known = `${page.variable}?.${field.name}`;
  if (fresh === '""') return field.required ? known : `${known} ?? ""`;
  return field.required
    ? `${known} ?? ${fresh}`
    : `${page.variable} === undefined ? ${fresh} : (${page.variable}.${field.name} ?? "")`;
}

function inputOf(field: Field, where: FormContext): string {
  const { page, context } = where;
  const words = { label: fieldLabel(field), field: field.name, hint: "", type: "" };
  const flags = {
    required: field.required,
    typed: false,
    decimal: false,
    limited: false,
    hinted: false,
  };
  const plain = (initial: string, more: { words?: object; flags?: object; code?: object } = {}) =>
    fragment(context, "inputText", {
      words: { ...words, ...more.words },
      flags: { ...flags, ...more.flags },
      code: { initial, max: "", ...more.code },
    });
  switch (field.type) {
    case "text":
      return textInput(field, where);
    case "integer":
    case "bigint":
    case "numeric":
      return numberInput(field, where);
    case "money": {
      const fixed = typeof field.currency === "string" ? ` (${field.currency})` : "";
      const currency =
        typeof field.currency === "string"
          ? JSON.stringify(field.currency)
          : `${page.variable}?.${field.currency.field} ?? ""`;
      const amount = page.canUpdate ? `${page.variable}?.${field.name}` : "null";
      const known = field.default === null ? amount : `${amount} ?? ${field.default}`;
      const initial = `moneyInput(${known}, ${page.canUpdate ? currency : typeof field.currency === "string" ? currency : '""'})`;
      return plain(initial, {
        words: { label: `${words.label}${fixed}` },
        flags: { decimal: true },
      });
    }
    case "boolean": {
      const fresh = String(field.default ?? false);
      const initial = page.canUpdate ? `${page.variable}?.${field.name} ?? ${fresh}` : fresh;
      return fragment(context, "inputBoolean", { words, code: { initial } });
    }
    case "date":
      return plain(initialOf(field, where, field.default === "now" ? "today()" : '""'), {
        words: { type: "date" },
        flags: { typed: true },
      });
    case "timestamptz": {
      const known = page.canUpdate ? `${page.variable}?.${field.name}` : "null";
      const initial = field.default === "now" ? `${known} ?? now()` : known;
      return plain(
        `timeInput(${page.canUpdate ? initial : field.default === "now" ? "now()" : "null"})`,
        {
          words: { type: "datetime-local" },
          flags: { typed: true },
        },
      );
    }
    case "list": {
      const known = page.canUpdate ? `${page.variable}?.${field.name}?.join(", ")` : '""';
      return plain(known, {
        words: { hint: "Separate with commas." },
        flags: { hinted: true, required: false },
      });
    }
    default:
      return plain(initialOf(field, where, '""'));
  }
}

type TextField = Extract<Field, { readonly type: "text" }>;

const inputTypes: Readonly<Record<string, string>> = { email: "email", url: "url" };

function textInput(field: TextField, where: FormContext): string {
  const { page, context } = where;
  const words = { label: fieldLabel(field), field: field.name, hint: "", type: "" };
  const initial = initialOf(field, where, JSON.stringify(field.default ?? ""));
  const required = isNeeded(field);
  if (field.oneOf !== null) {
    return fragment(context, "inputChoice", {
      words,
      flags: { required },
      code: { initial, options: choicesName(page.entity, field) },
    });
  }
  const type = inputTypes[field.format ?? ""];
  return fragment(context, isLongText(field) ? "inputLongText" : "inputText", {
    words: {
      ...words,
      type: type ?? "",
      hint: "",
    },
    flags: {
      required,
      limited: true,
      typed: type !== undefined,
      decimal: false,
      hinted: field.format === "url",
    },
    code: { initial, max: String(field.max), hint: "Starts with https://" },
  });
}

type NumberField = Extract<Field, { readonly type: "integer" | "bigint" | "numeric" }>;

function numberInput(field: NumberField, where: FormContext): string {
  const fresh = field.default === null ? '""' : String(field.default);
  return fragment(where.context, "inputNumber", {
    words: { label: fieldLabel(field), field: field.name },
    flags: { required: field.required, least: field.min !== null, most: field.max !== null },
    code: {
      initial: initialOf(field, where, fresh),
      min: String(field.min),
      max: String(field.max),
      step:
        field.type === "numeric" ? String(Number((10 ** -field.scale).toFixed(field.scale))) : "1",
    },
  });
}

/** Whether something must be entered: a required text without a default is not left empty, even where it could be. */
function isNeeded(field: TextField): boolean {
  return field.required && (field.min > 0 || field.default === null);
}

function checkOf(field: Field): string | null {
  const entered = `values.${field.name}`;
  switch (field.type) {
    case "text": {
      const needed = isNeeded(field);
      if (field.oneOf !== null) return needed ? `choiceProblem(${entered})` : null;
      const rules = [
        ...(needed ? ["required: true"] : []),
        ...(field.min > 1 ? [`min: ${field.min}`] : []),
        `max: ${field.max}`,
        ...(field.format === undefined ? [] : [`format: ${JSON.stringify(field.format)}`]),
      ];
      return `textProblem(${entered}, { ${rules.join(", ")} })`;
    }
    case "integer":
    case "bigint":
    case "numeric":
      return `numberProblem(${entered}, ${numberRules(field)})`;
    case "money": {
      const rules = [
        `currency: ${currencyCode(field.currency, "values")}`,
        ...(field.required ? ["required: true"] : []),
        ...(field.min === 0 ? [] : [`min: ${field.min}`]),
        ...(field.max === Number.MAX_SAFE_INTEGER ? [] : [`max: ${field.max}`]),
      ];
      return `moneyProblem(${entered}, { ${rules.join(", ")} })`;
    }
    case "date":
    case "timestamptz":
    case "uuid":
      return field.required ? `textProblem(${entered}, { required: true })` : null;
    default:
      return null;
  }
}

function numberRules(field: NumberField): string {
  const rules = [
    ...(field.required ? ["required: true"] : []),
    ...(field.min === null ? [] : [`min: ${field.min}`]),
    ...(field.max === null ? [] : [`max: ${field.max}`]),
    ...(field.type === "numeric" && field.scale > 0 ? [`digits: ${field.scale}`] : []),
  ];
  return rules.length === 0 ? "{}" : `{ ${rules.join(", ")} }`;
}

function valueOf(field: Field, { page }: FormContext): string {
  const entered = `values.${field.name}`;
  switch (field.type) {
    case "text": {
      if (field.oneOf !== null) {
        const choices = choicesName(page.entity, field);
        const chosen = `readChoice(${entered}, ${choices})`;
        return field.required ? `${chosen} ?? ${choices}[0]` : chosen;
      }
      return field.required ? `${entered}.trim()` : `readText(${entered})`;
    }
    case "integer":
    case "bigint":
    case "numeric":
      return field.required ? `Number(${entered})` : `readNumber(${entered})`;
    case "money": {
      const read = `readMoney(${entered}, ${currencyCode(field.currency, "values")})`;
      return field.required ? `${read} ?? 0` : read;
    }
    case "boolean":
      return `${entered} === "on"`;
    case "timestamptz":
      return field.required ? `readTime(${entered}) ?? now()` : `readTime(${entered})`;
    case "list":
      return field.items.type === "integer"
        ? `readList(${entered}).map(Number)`
        : `readList(${entered})`;
    default:
      return field.required ? entered : `readText(${entered})`;
  }
}
