/* Two places answered the same question: both answers are shown, the student chooses. */
import { fill, seen } from "./fields.js";
import { ask, word } from "./page.js";

/* Resolves true where this page's answer is to be sent again, false where the other one stands. */
export async function conflict(form, entry, { page, revision }) {
  const answer = await ask([...page.body.childNodes], { [word("keepMine")]: "mine", [word("takeOther")]: "other" }, { must: true });
  if (answer === null) return undefined;
  if (answer === "other") {
    setTimeout(() => location.reload()); // the page as the server has it; what else is unsent stays in the outbox
    return false;
  }
  seen(form, entry.item, revision);
  fill(form, entry.item, entry.fields);
  return true;
}
