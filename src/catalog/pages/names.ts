/** `blog_post` or `blog-post` -> `blog-post`. */
export function kebab(name: string): string {
  return name.replaceAll("_", "-");
}

/** `blog_post` or `blog-post` -> `BlogPost`. */
export function pascal(name: string): string {
  return kebab(name)
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");
}

/** `blog_post` or `blog-post` -> `blogPost`. */
export function camel(name: string): string {
  const text = pascal(name);
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `acquired_on` -> `Acquired on`. */
export function sentence(name: string): string {
  const words = kebab(name).replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The words inside of a sentence. Abbreviations stay: `URL`. */
export function lowerFirst(words: string): string {
  return /^[A-Z](?:[a-z]|$| )/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}
