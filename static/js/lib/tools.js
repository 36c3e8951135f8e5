/* The row of buttons above the passage. */
import { make } from "./page.js";

export function tools(passage) {
  return passage.querySelector(".tools") ?? passage.insertBefore(make("div", { className: "tools" }), passage.firstChild);
}
