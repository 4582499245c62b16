// SPDX-License-Identifier: Apache-2.0
import { say } from '../../dom/say';

const mostBytes = 1024 * 1024;
const mostBytesHere = 20 * 1024 * 1024;
const side = 256;

/** Why a file is not even tried; empty when it is. */
export function pictureFault(file: Pick<File, 'size'>): string {
  if (file.size === 0) return say('This file is empty.');
  return file.size > mostBytesHere ? say('This file is larger than 20 MB.') : '';
}

/** An address at which the browser shows the file; empty when it can't. */
export async function readPreview(file: Blob): Promise<string> {
  try {
    const reader = new FileReader();
    const read = new Promise<string>((resolve, reject) => {
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
    });
    reader.readAsDataURL(file);
    const image = new Image();
    image.src = await read;
    await image.decode();
    return image.src;
  } catch {
    return '';
  }
}

/** The file as it is where the server takes that much, else a small square of it: photos of phones are larger. */
export async function withinBounds(file: Blob): Promise<Blob | undefined> {
  if (file.size <= mostBytes) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    const context = canvas.getContext('2d');
    if (!context) return undefined;
    context.imageSmoothingQuality = 'high';
    const { left, top, length } = middleSquare(bitmap.width, bitmap.height);
    context.drawImage(bitmap, left, top, length, length, 0, 0, side, side);
    bitmap.close();
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return png ?? undefined;
  } catch {
    return undefined;
  }
}

/** The largest square around the middle, as the server cuts it. */
export function middleSquare(width: number, height: number): { left: number; top: number; length: number } {
  const length = Math.min(width, height);
  return { left: (width - length) / 2, top: (height - length) / 2, length };
}
