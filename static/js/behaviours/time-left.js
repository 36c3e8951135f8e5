/* Says how much time is left when asked, and politely at 10, 5 and 1 minutes; nothing ticks. */
import { button, notice, store, word } from "../lib/page.js";

const MINUTE = 60000;
const SHOWN = 8000;
const QUIET = "no-time-notices";

export default function timeLeft(element) {
  const label = element.textContent;
  // what counts is the server's clock: the difference to ours is taken once
  const drift = element.dataset.now ? Date.parse(element.dataset.now) - Date.now() : 0;
  const end = Date.parse(element.dataset.ends) - drift;
  const minutes = () => Math.max(0, Math.ceil((end - Date.now()) / MINUTE));
  const says = () => word(minutes() > 1 ? "minutesLeft" : "minuteLeft", { count: minutes() });

  element.hidden = false;
  element.setAttribute("aria-live", "polite");
  element.addEventListener("click", () => {
    element.textContent = says();
    setTimeout(() => (element.textContent = label), SHOWN);
  });
  for (const left of [10, 5, 1]) {
    at(end - left * MINUTE, () => {
      if (store.getItem(QUIET)) return;
      const box = notice(says(), button(word("noNotices"), () => {
        store.setItem(QUIET, "1");
        box.remove();
      }, "plain"));
    });
  }
  at(end, () => notice(word("timeUp"), button(word("toResult"), () => location.reload())));
}

function at(time, act) {
  const wait = time - Date.now();
  if (wait > 0 && wait < 2 ** 31) setTimeout(act, wait);
}
