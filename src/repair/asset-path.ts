/** Whether a module name means styles or media, which no compiler reads. */
export function isAsset(specifier: string): boolean {
  return /\.(?:css|scss|sass|less|svg|png|jpe?g|gif|webp|avif|ico|woff2?|mp[34]|webm|json)(?:\?\w+)?$/i.test(
    specifier,
  );
}
