/* The source: what would be found, half a second after a pause; a click on a finding goes to its line. */
import { afterPause, look } from "../lib/draft.js";

export default function checking(form) {
  const area = form.elements.text;
  const saved = area.value;
  const looking = afterPause(500, () => look(form));
  area.addEventListener("input", looking.soon);
  document.addEventListener("click", ({ target }) => {
    const line = Number(target.closest("[data-line]")?.dataset.line);
    if (!line) return;
    const start = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1);
    const end = area.value.indexOf("\n", start);
    area.focus();
    area.setSelectionRange(start, end < 0 ? area.value.length : end);
    area.scrollTop = (area.scrollHeight * (line - 4)) / area.value.split("\n").length;
  });
  guard(form, () => area.value !== saved);
}

/* The browser asks before a page with something unsaved is left. */
function guard(form, dirty) {
  let sent = false;
  form.addEventListener("submit", () => (sent = true));
  addEventListener("beforeunload", (event) => {
    if (dirty() && !sent) event.preventDefault();
  });
}
