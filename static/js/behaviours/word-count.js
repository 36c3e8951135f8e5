/* Counts the words of a longer answer, beside the bounds that the question sets. */
import { make, word } from "../lib/page.js";

export default function wordCount(area) {
  const label = area.insertAdjacentElement("afterend", make("p", { className: "hint count" }));
  const count = () => (area.value.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).length;
  const show = () => (label.textContent = word("words", { count: count() }));
  area.addEventListener("input", show);
  area.closest("[data-item]")?.addEventListener("restored", show);
  show();
}
