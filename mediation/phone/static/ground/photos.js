// Pictures taken with the phone: made small and written anew, so that neither the position nor the
// device that its camera wrote into them is kept or sent.

import { newKey } from "../frame/outbox.js";
import { box } from "./box.js";
import { serverTime } from "./page.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

async function bare(file) {
  const source = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(source.width, source.height));
  const canvas = new OffscreenCanvas(Math.round(source.width * scale), Math.round(source.height * scale));
  const brush = canvas.getContext("2d");
  brush.fillStyle = "white";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(source, 0, 0, canvas.width, canvas.height);
  source.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}

// Answers false where the file is no picture.
export async function addPhoto(draft, file) {
  let blob;
  try {
    blob = await bare(file);
  } catch {
    return false;
  }
  await draft.keep(); // a picture hangs on an entry of the store
  await box.addPhoto({ id: newKey(), entry: draft.id, owner: draft.owner, blob, taken_at: serverTime(new Date().toISOString()) });
  return true;
}

export async function sizeOf(entry) {
  const photos = await box.photosOf(entry.id);
  const sum = (rows) => rows.reduce((bytes, { size }) => bytes + size, 0);
  const sent = photos.filter((photo) => photo.sent);
  return { count: photos.length, sent: sent.length, bytes: sum(photos), share: photos.length ? sum(sent) / sum(photos) : 0 };
}
