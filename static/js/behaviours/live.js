/* Tells a part of the page anew every few seconds, as long as it is looked at and not held still. */
import { localTimes } from "../lib/times.js";

const EVERY = 4000; // milliseconds

export default function live(box) {
  const pause = document.querySelector(`[data-pause="${box.id}"]`);
  const voice = document.getElementById("said");
  let stamp = `"${box.dataset.stamp}"`;

  async function look() {
    const answer = await fetch(box.dataset.url, { headers: { "If-None-Match": stamp }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return; // 304: nothing has moved
    stamp = answer.headers.get("ETag") ?? "";
    const before = said();
    box.innerHTML = await answer.text();
    localTimes(box);
    if (voice && said() !== before) voice.textContent = said();
  }

  const said = () => box.querySelector("[data-say]")?.textContent ?? "";
  const still = () => document.hidden || pause?.getAttribute("aria-pressed") === "true";

  async function tick() {
    if (!still()) await look().catch(() => {}); // the network comes back, or it does not
    setTimeout(tick, EVERY);
  }

  if (pause) {
    pause.hidden = false;
    pause.addEventListener("click", () => pause.setAttribute("aria-pressed", String(!still())));
  }
  setTimeout(tick, EVERY);
}
