const numbers = [
  1002, 1003, 1005, 1009, 1010, 1068, 1109, 1110, 1121, 1124, 1127, 1128, 1131, 1134, 1135, 1136,
  1137, 1138, 1145, 1146, 1160, 1161, 1164, 1180, 1181, 1359, 1381, 1382, 1389, 1390, 1434, 1435,
  1436, 1440, 1441, 1442, 1472, 1473, 17002, 17004, 17006, 17008, 17014, 17015,
];

/** Codes of what a parser says. The rest of what is said about such a file is not to be relied on. */
export const syntaxCodes: readonly string[] = numbers.map((code) => `TS${code}`);
