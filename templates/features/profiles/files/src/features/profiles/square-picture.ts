const SIDE = 512;
const QUALITY = 0.86;

/** The largest square in the middle of a picture. */
export function middleSquare({ width, height }: { width: number; height: number }) {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/**
 * Cuts a picture to its middle square and makes it 512 pixels wide at most.
 * The result is WebP, or PNG where the browser cannot write WebP.
 * Throws when the browser cannot read the file as a picture.
 */
export async function squarePicture(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const { x, y, side } = middleSquare(picture);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.min(side, SIDE);
  canvas.getContext("2d")?.drawImage(picture, x, y, side, side, 0, 0, canvas.width, canvas.height);
  picture.close();
  const { promise, resolve } = Promise.withResolvers<Blob | null>();
  canvas.toBlob(resolve, "image/webp", QUALITY);
  const result = await promise;
  if (result === null) throw new Error("The picture could not be drawn.");
  return result;
}
