/* A cue at the foot of a pane while there is more below. */
import { make, word } from "../lib/page.js";

export default function moreBelow(pane) {
  const end = make("div");
  pane.append(make("div", { className: "more", "aria-hidden": "true" }, make("span", {}, `↓ ${word("more")}`)), end);
  new IntersectionObserver(([entry]) => pane.classList.toggle("below", !entry.isIntersecting), { rootMargin: "0px 0px 60px 0px" }).observe(end);
}
