/* On the review: sends what the reading room could not, then shows the page again; hands in when all is there. */
import { away } from "../lib/away.js";
import { ask, make, notice, word } from "../lib/page.js";
import { queue } from "../lib/queue.js";

export default function unsent(element) {
  const { saveUrl: url, attempt, roomUrl } = element.dataset;
  const form = element.querySelector("form");
  const answers = queue({ url, attempt, writer: "", tell });
  let sent = false;
  let leaving = false;

  function tell(kind) {
    if (kind === "lost" && !leaving) notice(word("trying"));
    if (kind === "conflict") location.assign(roomUrl); // it is settled there
    if (kind === "received") sent = true;
    if (sent && !answers.size && !leaving) location.reload();
  }

  async function handIn() {
    await answers.flush();
    const text = [make("h2", {}, word("unsentTitle")), make("p", {}, word("unsentText"))];
    const answer = answers.size ? await ask(text, { [word("keepTrying")]: "wait", [word("goOn")]: "go" }) : "go";
    if (answer === "go") await away(() => form.submit());
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (leaving) return; // pressed twice
    leaving = true;
    await handIn();
    leaving = false;
  });
  addEventListener("online", () => answers.flush());
  answers.adopt();
  answers.flush();
}
