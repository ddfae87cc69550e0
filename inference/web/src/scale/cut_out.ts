/** Cut a box out of a picture, small. */
const SIDE = 96;

/** `box` is x0, y0, x1, y1 in pixels of the picture; gives a square data URL, or nothing where the browser cannot read it. */
export async function cutOut(picture: string, box: [number, number, number, number]): Promise<string> {
  const image = new Image();
  image.src = picture;
  try {
    await image.decode();
  } catch {
    return "";
  }
  const [x0, y0, x1, y1] = box;
  const side = Math.max(x1 - x0, y1 - y0);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const left = (x0 + x1 - side) / 2;
  const top = (y0 + y1 - side) / 2;
  canvas.getContext("2d")?.drawImage(image, left, top, side, side, 0, 0, SIDE, SIDE);
  return canvas.toDataURL("image/jpeg", 0.85);
}
