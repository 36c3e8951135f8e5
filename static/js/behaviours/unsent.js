/* On the review: sends what the reading room could not, then shows what is so now; hands in when all is there. */
import { away } from "../lib/away.js";
import { announce, ask, make, notice, word } from "../lib/page.js";
import { queue } from "../lib/queue.js";
import { clock, localTimes } from "../lib/times.js";

const SHOWN = ".lede, tbody"; // what the server says of the answers

export default function unsent(element) {
  const { saveUrl: url, attempt, roomUrl } = element.dataset;
  const form = element.querySelector("form");
  const answers = queue({ url, attempt, writer: "", tell });
  let sent = false;
  let leaving = false;
  let trying; // the notice that says so

  function tell(kind, entry, { received: at } = {}) {
    if (kind === "lost" && !leaving) trying = notice(word("trying"));
    if (kind === "conflict" || kind === "refused") location.assign(roomUrl); // it is settled there
    if (kind === "closed") location.reload(); // which leads to the result
    if (kind === "received") sent = true;
    if (sent && !answers.size && !leaving) show(at);
  }

  /* In place: loading the page again would undo a click on a link that came in the meantime. */
  async function show(at) {
    const response = await fetch(location.href).catch(() => null);
    if (!response?.ok) return; // the network is gone again, and what the page says is only older
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    localTimes(page);
    const fresh = page.querySelectorAll(`[data-behaviour=unsent] :is(${SHOWN})`);
    const places = element.querySelectorAll(SHOWN);
    if (fresh.length === places.length) places.forEach((place, index) => place.replaceWith(fresh[index]));
    trying?.remove();
    announce(word("saved", { time: clock(new Date(at)) }));
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
