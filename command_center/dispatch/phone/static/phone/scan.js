// Reading a tag: its QR code with the camera, whose picture is looked at on this phone and not
// kept; or its NFC chip, where the phone can.

import { el } from "../frame/dom.js";
import { t } from "./say.js";

const EVERY_MS = 250;

export const canScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

// Answers the text of the first code seen, or null when closed; rejects where there is no camera.
export async function scan() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const video = el("video", { autoplay: true, playsinline: true, muted: true, class: "scan" });
  video.srcObject = stream;
  const dialog = el("dialog", { class: "dialog", "aria-label": t("Scan the code") }, video, el("form", { method: "dialog" }, el("button", { class: "btn", text: t("Back") })));
  document.body.append(dialog);
  dialog.showModal();
  try {
    return await new Promise((found) => {
      const timer = setInterval(async () => {
        const [code] = await detector.detect(video).catch(() => []);
        if (code) found(code.rawValue);
      }, EVERY_MS);
      dialog.addEventListener("close", () => { clearInterval(timer); found(null); });
    });
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    dialog.remove();
  }
}

export const canTap = () => "NDEFReader" in window;

// Answers the text of the tag held to the phone, else its number; null when closed.
export async function tap() {
  const reader = new NDEFReader(), stop = new AbortController();
  const dialog = el("dialog", { class: "dialog", "aria-label": t("Read the tag") }, el("p", { text: t("Hold the phone to the tag.") }), el("form", { method: "dialog" }, el("button", { class: "btn", text: t("Back") })));
  document.body.append(dialog);
  dialog.showModal();
  try {
    await reader.scan({ signal: stop.signal });
    return await new Promise((found) => {
      reader.addEventListener("reading", ({ message, serialNumber }) => found(textOf(message) || serialNumber));
      dialog.addEventListener("close", () => found(null));
    });
  } finally {
    stop.abort();
    dialog.remove();
  }
}

function textOf(message) {
  const record = message.records.find((one) => one.recordType === "text" || one.recordType === "url");
  return record ? new TextDecoder(record.encoding ?? "utf-8").decode(record.data) : "";
}
