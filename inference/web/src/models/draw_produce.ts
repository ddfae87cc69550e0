/** Draw something round and coloured, as a JPEG of the size that phones send to chats. */
const SIDE = 448;
const MIDDLE = SIDE / 2;

export async function drawProduce(): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  const hue = Math.floor(Math.random() * 360);
  pen.fillStyle = "#e9e2d0";
  pen.fillRect(0, 0, SIDE, SIDE);
  const shade = pen.createRadialGradient(MIDDLE * 0.8, MIDDLE * 0.7, 10, MIDDLE, MIDDLE, MIDDLE);
  shade.addColorStop(0, `hsl(${hue} 80% 65%)`);
  shade.addColorStop(1, `hsl(${hue} 80% 30%)`);
  pen.fillStyle = shade;
  pen.beginPath();
  pen.ellipse(MIDDLE, MIDDLE, MIDDLE * 0.7, MIDDLE * 0.6, 0, 0, 2 * Math.PI);
  pen.fill();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob as Blob), "image/jpeg", 0.9));
}
