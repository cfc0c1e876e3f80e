/** Names of models that think before they write, at their vendors and at compatible servers. */
const reasoning: readonly RegExp[] = [
  /(?:^|\/)gpt-(?:[5-9]|\d{2,})/,
  /(?:^|\/)o\d/,
  /claude-(?:opus|sonnet|fable)-[5-9]/,
  /(?:^|[/:_-])(?:r1|qwq|thinking|think|reasoner|reasoning|magistral)(?:$|[/:_-])/,
];

/** Whether silence of this model may be thought. By its name: servers say it nowhere else. */
export function isReasoningModel(model: string): boolean {
  return reasoning.some((form) => form.test(model.toLowerCase()));
}

/** Whether a model of OpenAI takes marks in the prompt for what it shall keep: gpt-5.6 and later; older ones refuse them. */
export function takesCacheMarks(model: string): boolean {
  const [, major = "", minor = "0"] = /^gpt-(\d+)(?:\.(\d+))?(?=$|-)/.exec(model) ?? [];
  if (major === "") return false;
  return Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 6);
}
