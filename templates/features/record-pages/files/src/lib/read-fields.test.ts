import { expect, test } from "vitest";
import {
  choiceProblem,
  moneyInput,
  moneyProblem,
  now,
  numberProblem,
  readChoice,
  readList,
  readMoney,
  readNumber,
  readText,
  readTime,
  textProblem,
  timeInput,
  today,
} from "@/lib/read-fields";

test("a text keeps its limits, counted in characters", () => {
  expect(textProblem("  ", { required: true })).toBe("Fill this in.");
  expect(textProblem("", {})).toBeNull();
  expect(textProblem("🌵🌵", { max: 2 })).toBeNull();
  expect(textProblem("abc", { max: 2 })).toBe("Use at most 2 characters.");
  expect(textProblem("a", { min: 2 })).toBe("Use at least 2 characters.");
  expect(textProblem("ftp://x", { format: "url" })).toContain("https://");
  expect(readText(" a ")).toBe("a");
  expect(readText(" ")).toBeNull();
});

test("a number keeps its limits", () => {
  expect(numberProblem("", { required: true })).toBe("Fill this in.");
  expect(numberProblem("-1", { min: 0 })).toBe("The least is 0.");
  expect(numberProblem("11", { max: 10 })).toBe("The most is 10.");
  expect(numberProblem("1.5", {})).toBe("Enter a whole number.");
  expect(numberProblem("1.5", { digits: 2 })).toBeNull();
  expect(numberProblem("x", {})).toBe("Enter a number.");
  expect(readNumber("")).toBeNull();
  expect(readNumber("7")).toBe(7);
});

test("money is kept in the smallest units of its currency", () => {
  expect(readMoney("19.99", "EUR")).toBe(1999);
  expect(readMoney("1200", "JPY")).toBe(1200);
  expect(moneyInput(1999, "EUR")).toBe("19.99");
  expect(moneyProblem("-1", { currency: "EUR" })).toBe("The least is 0.");
  expect(moneyProblem("1.5", { currency: "JPY" })).toBe("Enter a whole number.");
});

test("a moment that is shown in an input is the moment that is read from it", () => {
  const time = "2026-11-21T10:30:00.000Z";
  expect(readTime(timeInput(time))).toBe(time);
  expect(readTime("")).toBeNull();
  expect(timeInput(null)).toBe("");
});

test("today is the day of this moment on the reader's clock", () => {
  expect(timeInput(now())).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
  expect(today()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test("choices and lists", () => {
  expect(choiceProblem("")).toBe("Choose one.");
  expect(choiceProblem("b")).toBeNull();
  expect(readChoice("b", ["a", "b"])).toBe("b");
  expect(readChoice("c", ["a", "b"])).toBeNull();
  expect(readList(" a, b,,c ")).toEqual(["a", "b", "c"]);
});
