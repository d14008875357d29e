// Reading a tag's QR code with the camera: the picture is looked at on this phone and not kept.

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
