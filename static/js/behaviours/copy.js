/* A button that copies the text of data-copy: the private link, the short code. */
import { word } from "../lib/page.js";

export default function copy(element) {
  if (!navigator.clipboard) return void (element.hidden = true);
  const label = element.textContent;
  element.hidden = false;
  element.setAttribute("aria-live", "polite");
  element.addEventListener("click", async () => {
    await navigator.clipboard.writeText(element.dataset.copy);
    element.textContent = word("copied");
    setTimeout(() => (element.textContent = label), 2500);
  });
}
