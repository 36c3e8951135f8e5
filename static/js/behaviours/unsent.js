/* On the review: sends what the reading room could not, then shows the page again. */
import { word, notice } from "../lib/page.js";
import { queue } from "../lib/queue.js";

export default function unsent(element) {
  const { saveUrl: url, attempt } = element.dataset;
  let sent = false;
  const answers = queue({ url, attempt, writer: "", tell });
  if (!answers.adopt().length) return;

  function tell(kind) {
    if (kind === "lost") notice(word("trying"));
    if (kind === "conflict") location.assign(element.dataset.roomUrl); // it is settled there
    if (kind === "received") sent = true;
    if (sent && !answers.size) location.reload();
  }

  addEventListener("online", () => answers.flush());
  answers.flush();
}
