/* Sends each change within a second, says what is saved, and keeps what is not until it is. */
import { away } from "../lib/away.js";
import { conflict } from "../lib/conflict.js";
import { early, fields, fieldset, fill, seen } from "../lib/fields.js";
import { ask, button, make, notice, word } from "../lib/page.js";
import { queue } from "../lib/queue.js";
import { clock } from "../lib/times.js";

const PAUSE = 600; // milliseconds without a key before typing is sent
const GRACE = 4000; // how long Finish… waits before it asks, and how long when told to go on trying
const LONG_GRACE = 60000;

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

export default function autosave(form) {
  const status = document.getElementById("saved") ?? form.appendChild(make("p", { role: "status" }));
  const timers = new Map(); // item → the pause in its typing
  const answers = queue({
    url: form.dataset.saveUrl, attempt: form.dataset.attempt, writer: form.elements.writer.value, tell,
  });

  function say(text, trying = false) {
    if (status.textContent !== text) status.textContent = text;
    status.classList.toggle("trying", trying);
  }

  function change(item, pause = 0) {
    clearTimeout(timers.get(item));
    timers.set(item, setTimeout(() => now(item), pause));
  }

  function now(item, options) {
    clearTimeout(timers.get(item));
    timers.delete(item);
    answers.add(item, fields(form, item));
    return answers.push(item, options);
  }

  function tell(kind, entry, outcome) {
    if (kind === "received") return received(entry, outcome);
    if (kind === "lost") return say(word("trying"), true);
    if (kind === "closed") return closed(outcome);
    if (kind === "conflict") return conflict(form, entry, outcome);
    notice(outcome.page.body.textContent.trim() || word("refused"));
    return say(word("refused"), true);
  }

  function received(entry, { revision, late, progress, received: at, page }) {
    seen(form, entry.item, revision);
    fieldset(form, entry.item)?.dispatchEvent(new CustomEvent("received", { bubbles: true, detail: progress }));
    incomplete(fieldset(form, entry.item), page.querySelector(".error"));
    if (late !== undefined) tooLate(page.body.textContent.trim());
    else if (!answers.size) say(word("saved", { time: clock(new Date(at)) }));
  }

  /* What the page said of an incomplete answer when it came; while one types, it says nothing new. */
  function incomplete(box, said) {
    const shown = box?.querySelector(":scope > .error");
    if (said) shown?.replaceChildren(...said.childNodes);
    else shown?.remove();
  }

  function tooLate(text) {
    say(text, true);
    notice(text, button(word("toResult"), () => location.reload()));
  }

  function closed({ page }) {
    say(word("closed"), true);
    const words = page.body.firstElementChild ?? make("p", {}, word("closed"));
    ask([words], { [word("toResult")]: "go" }).then(() => location.reload());
  }

  /* Everything typed is on its way, and with `keepalive` it gets there when the page is gone. */
  function flush(options) {
    for (const item of timers.keys()) now(item, options);
    return answers.flush(options);
  }

  async function sent(patience) {
    const until = Date.now() + patience;
    flush();
    while (answers.size && Date.now() < until) await pause(100);
    return !answers.size;
  }

  async function finish(patience = GRACE) {
    const answer = (await sent(patience)) ? "go" : await ask(
      [make("h2", {}, word("unsentTitle")), make("p", {}, word("unsentText"))],
      { [word("keepTrying")]: "wait", [word("goOn")]: "go" });
    if (answer === "wait") finish(LONG_GRACE);
    // what is unsent goes on from there
    else if (answer === "go") away(() => location.assign(form.dataset.reviewUrl));
  }

  /* Another button of the form, such as a hint's: what it posts must not overtake what is on its way. */
  async function leave(submitter) {
    await sent(GRACE);
    away(() => form.requestSubmit(Object.assign(submitter, { going: true })));
  }

  form.addEventListener("input", ({ target }) => {
    const item = target.closest("[data-item]")?.dataset.item;
    if (item) change(item, target.matches("[type=text], textarea") ? PAUSE : 0);
  });
  form.addEventListener("change", ({ target }) => {
    const item = target.closest("[data-item]")?.dataset.item;
    if (item && (timers.has(item) || !target.matches("[type=text], textarea"))) change(item);
  });
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (submitter?.going) return;
    event.preventDefault();
    if (submitter?.value === "save") flush();
    else if (submitter?.value === "finish") finish();
    else leave(submitter);
  });
  addEventListener("online", () => flush());
  addEventListener("pagehide", () => flush({ keepalive: true }));
  document.addEventListener("visibilitychange", () => flush({ keepalive: document.hidden }));

  const given = early(form); // newer than what an earlier load kept
  const mine = ([name]) => given.some((field) => field.name === name);
  for (const { item, fields: kept } of answers.adopt()) {
    if (fieldset(form, item)) fill(form, item, [...kept.filter((field) => !mine(field)), ...fields(form, item).filter(mine)]);
  }
  given.forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true })));
  if (answers.size) say(word("trying"), true);
  answers.flush();
}
