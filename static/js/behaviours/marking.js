/* Marking by keyboard: a digit gives a level, j and k go on and back; each mark is sent at once and kept here until
   the server has it. Without this the page's own forms do the same, one button more. */
import { afterPause } from "../lib/draft.js";
import { make, store, word } from "../lib/page.js";
import { localTimes } from "../lib/times.js";

const PAUSE = 1200; // milliseconds after the last letter of a comment
const AGAIN = 4000;
const PATIENCE = 20000;

export default function marking(stack) {
  const answers = [...stack.querySelectorAll("article.answer")];
  answers.forEach(marked);

  function current() {
    const found = document.activeElement?.closest("article.answer");
    return found && answers.includes(found) ? found : null;
  }

  function go(step) {
    const here = answers.indexOf(current());
    const next = here < 0 ? answers.find((a) => a.matches(".waits")) ?? answers[0] : answers[here + step];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "start", behavior: "instant" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (typing) {
      if (event.key === "Escape") event.target.closest("article.answer")?.focus();
      return;
    }
    if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
    else if (event.key === "c" && current()) current().querySelector("textarea").focus();
    else if (/^\d$/.test(event.key)) current()?.querySelector(`[data-key="${event.key}"]`)?.click();
    else return;
    event.preventDefault();
  });
}

function marked(article) {
  const form = article.querySelector("form");
  const key = `marking:${new URL(form.action).pathname}`;
  let busy = Promise.resolve(); // one after the other: the next must know of the mark before it
  const next = () => (busy = busy.then(send, send));
  const saving = afterPause(PAUSE, next);
  let changed = false;
  form.classList.add("scripted");

  async function send() {
    if (!changed || !level()) return; // a comment alone is kept here until there is a mark
    changed = false;
    try {
      const body = new FormData(form);
      body.set("go", "save");
      const response = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
      if (response.status >= 500) throw new Error(response.statusText);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      localTimes(page);
      if (response.ok) received(page);
      else refused(page, response.status);
    } catch {
      changed = true;
      say(word("trying"));
      setTimeout(saving.soon, AGAIN);
    }
  }

  function received(page) {
    const fresh = page.querySelector("article.answer");
    if (!fresh) return void refused(page, 0);
    if (!changed) store.removeItem(key);
    form.elements.seen.value = fresh.querySelector("[name=seen]").value;
    form.elements.revision.value = fresh.querySelector("[name=revision]").value;
    article.classList.toggle("waits", fresh.matches(".waits"));
    article.querySelectorAll(".notice").forEach((notice) => notice.remove());
    article.querySelector(".receipt").replaceChildren(...fresh.querySelector(".receipt").childNodes);
    document.getElementById("left").textContent = page.getElementById("left").textContent;
  }

  /* Marked elsewhere meanwhile, or refused: what was sent stays in the form, and its button sends it again. */
  function refused(page, status) {
    const fresh = page.querySelector("article.answer");
    const words = fresh?.querySelector(".notice.bad")?.textContent.trim() ?? word("refused");
    article.querySelectorAll(".notice").forEach((notice) => notice.remove());
    form.querySelector(".given").before(make("div", { className: "notice bad", role: "alert" }, make("p", {}, words, theirs(fresh, status))));
    if (status === 409 && fresh) {
      for (const name of ["seen", "revision"]) form.elements[name].value = fresh.querySelector(`[name=${name}]`).value;
      const text = fresh.querySelector(".written");
      if (text) article.querySelector(".written")?.replaceChildren(...text.childNodes);
    }
    say("");
  }

  function theirs(fresh, status) {
    const receipt = status === 409 ? fresh?.querySelector(".receipt")?.textContent.trim() : "";
    return receipt ? ` (${receipt})` : "";
  }

  const level = () => form.querySelector("[name=level]:checked")?.value ?? "";
  const say = (text) => (article.querySelector(".receipt").textContent = text);

  function remember() {
    store.setItem(key, JSON.stringify({ seen: form.elements.seen.value, level: level(), comment: form.elements.comment.value }));
  }

  function restore() {
    const kept = JSON.parse(store.getItem(key) ?? "null");
    if (!kept) return;
    form.elements.seen.value = kept.seen; // marked by somebody else since: the server will say so
    form.elements.comment.value = kept.comment;
    for (const radio of form.querySelectorAll("[name=level]")) radio.checked = radio.value === kept.level;
    changed = true;
    say(word("trying"));
    saving.soon();
    if (!kept.level) say("");
  }

  form.addEventListener("input", (event) => {
    changed = true;
    remember();
    if (event.target.matches("[type=radio]")) next();
    else saving.soon();
  });
  form.addEventListener("submit", () => {
    saving.stop();
    store.removeItem(key);
  });
  addEventListener("pagehide", () => {
    if (!changed || !level()) return;
    const body = new FormData(form);
    body.set("go", "save");
    fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => {}); // it is remembered
  });
  restore();
}
