import { expect, test } from "vitest";
import {
  excerpt,
  formatChoice,
  formatDate,
  formatMoney,
  formatNumber,
  formatTime,
  formatYesNo,
  joinFacts,
} from "@/lib/format";

test("a day is the same day everywhere", () => {
  expect(formatDate("2026-11-21")).toBe("Nov 21, 2026");
  expect(formatDate(null)).toBe("");
});

test("a moment is that of the reader's clock", () => {
  expect(formatTime("2026-11-21T10:30:00")).toMatch(/^Nov 21, 2026, 10:30\sAM$/);
  expect(formatTime(null)).toBe("");
});

test("numbers are grouped and keep their digits", () => {
  expect(formatNumber(1_234_567.125)).toBe("1,234,567.125");
  expect(formatNumber(null)).toBe("");
});

test("amounts have the digits of their currency", () => {
  expect(formatMoney(123_450, "EUR")).toBe("€1,234.50");
  expect(formatMoney(1234, "JPY")).toBe("¥1,234");
  expect(formatMoney(null, "EUR")).toBe("");
});

test("an unknown currency is no reason to show nothing", () => {
  expect(formatMoney(500, "nonsense")).toBe("$5.00");
});

test("values are words", () => {
  expect(formatChoice("in_progress")).toBe("In progress");
  expect(formatYesNo(false)).toBe("No");
});

test("the beginning of a text ends with a word", () => {
  expect(excerpt("Short\nand more")).toBe("Short");
  expect(excerpt("word ".repeat(20))).toBe(`${"word ".repeat(11)}word…`);
});

test("what is not known is left out of a line", () => {
  expect(joinFacts("A", null, "", undefined, "B")).toBe("A · B");
});
