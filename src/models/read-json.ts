/**
 * The JSON value in a model's answer: the whole text, or the first balanced object after reasoning and code fences
 * are taken off. Undefined when there is none. Nothing is mended here: half a value is no value.
 */
export function readJson(text: string): unknown {
  const whole = parse(text);
  if (whole !== undefined) return whole;
  const bare = withoutReasoning(text);
  const start = bare.indexOf("{");
  const end = start < 0 ? -1 : endOfObject(bare, start);
  return end < 0 ? undefined : parse(bare.slice(start, end));
}

/** The answer without what some servers leave in it of the model's thoughts. */
export function withoutReasoning(text: string): string {
  return text.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/g, "");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The index behind the brace that closes the one at `start`, or -1. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let index = start; index < text.length; index += 1) {
    const letter = text[index];
    if (isInString) {
      if (letter === "\\") index += 1;
      else if (letter === '"') isInString = false;
    } else if (letter === '"') isInString = true;
    else if (letter === "{") depth += 1;
    else if (letter === "}") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}
