import { dataUri } from '../src/core/graph/card.ts';

/* PNGs of SVGs: what the extension's own process cannot make. */

/**
 * The longest side and the largest area of a canvas here. Chromium draws nothing, without a word, on one with a side
 * above 65,535 or more than 268,435,456 pixels; a quarter of that already takes a quarter of a gigabyte.
 */
const LONGEST_SIDE = 32_767;
const LARGEST_AREA = 67_108_864;

/** The scale that was asked for, or the largest that a canvas can hold. */
export function boundedScale(scale: number, width: number, height: number): number {
  const side = Math.max(width, height, 1);
  const area = Math.max(width * height, 1);
  return Math.min(scale, LONGEST_SIDE / side, Math.sqrt(LARGEST_AREA / area));
}

/**
 * The PNG of an SVG as base64.
 *
 * @throws Error when the SVG cannot be drawn or the canvas gives no picture
 */
export async function rasterise(svg: string, scale: number): Promise<string> {
  const image = new Image();
  // As data: the page may load no other pictures.
  image.src = dataUri(svg);
  await image.decode();
  const { naturalWidth, naturalHeight } = image;
  const factor = boundedScale(scale, naturalWidth, naturalHeight);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(naturalWidth * factor));
  canvas.height = Math.max(1, Math.floor(naturalHeight * factor));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no canvas to draw on.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob === null) throw new Error(`A canvas of ${canvas.width} by ${canvas.height} gave no picture.`);
  return base64Of(blob);
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('The picture could not be read.'));
    };
    reader.readAsDataURL(blob);
  });
}
