import { expect, test } from "vitest";
import { middleSquare } from "@/features/profiles/square-picture";

test.each([
  [
    { width: 800, height: 600 },
    { x: 100, y: 0, side: 600 },
  ],
  [
    { width: 600, height: 801 },
    { x: 0, y: 100, side: 600 },
  ],
  [
    { width: 5, height: 5 },
    { x: 0, y: 0, side: 5 },
  ],
])("the middle square of %j is %j", (size, square) => {
  expect(middleSquare(size)).toEqual(square);
});
