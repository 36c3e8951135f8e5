/* The passage's sentences answer to the active question: one tab stop, arrow keys, Space. */
import { activate, onActive } from "../lib/active.js";
import { hidden } from "../lib/fields.js";
import { announce, button, make, phone, word } from "../lib/page.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

export default function sentences(passage) {
  const spans = [...passage.querySelectorAll("[data-sentence]")];
  const byId = new Map(spans.map((span) => [span.dataset.sentence, span]));
  const boxes = [...document.querySelectorAll(".picked[data-name]")];
  const strip = make("div", { className: "choosing", hidden: true });
  let target = null; // { has(id), toggle(id), words(), leave() }
  passage.append(strip);

  /* What the box of a question holds: its checkboxes are the one truth for form and autosave. */
  function chosen(box) {
    return [...box.querySelectorAll("input")].map((input) => input.value);
  }

  function show(box, ids = chosen(box)) {
    box.replaceChildren(...spans.filter((span) => ids.includes(span.dataset.sentence)).map((span) => {
      const text = span.textContent;
      const remove = button("×", () => set(box, chosen(box).filter((id) => id !== span.dataset.sentence)), "");
      remove.setAttribute("aria-label", word("remove", { text: text.slice(0, 60) }));
      remove.lang = document.documentElement.lang;
      return make("li", {}, hidden(box.dataset.name, span.dataset.sentence), make("span", {}, text), remove);
    }));
  }

  function set(box, ids) {
    show(box, ids);
    box.dispatchEvent(new Event("change", { bubbles: true }));
    if (target?.box === box) refresh();
    if (!document.activeElement || document.activeElement === document.body) opener(box)?.focus({ preventScroll: true });
  }

  function opener(box) {
    return box.closest("[data-item]").querySelector('button[value^="sentences:"]');
  }

  function forQuestion(box) {
    const item = box.closest("[data-item]");
    const limit = Number(box.dataset.limit) || Infinity;
    const count = () => word(limit === Infinity ? "chosen" : "chosenOf", { count: chosen(box).length, limit });
    const words = () => (chosen(box).length ? count() : word("chooseHere"));
    return {
      box, limit, has: (id) => chosen(box).includes(id), words,
      title: word("question", { number: item.querySelector(".no")?.textContent.trim() }),
      toggle(id) {
        const ids = chosen(box);
        if (ids.includes(id)) set(box, ids.filter((other) => other !== id));
        else if (limit === 1) set(box, [id]);
        else if (ids.length < limit) set(box, [...ids, id]);
        else return word("limit", { limit });
        return count();
      },
      leave() {
        document.dispatchEvent(new CustomEvent("place", { detail: "questions" }));
        opener(box)?.focus({ preventScroll: true });
        item.scrollIntoView({ block: "nearest" });
      },
    };
  }

  function refresh(says = "") {
    for (const span of spans) span.setAttribute("aria-pressed", target.has(span.dataset.sentence));
    const done = button(word("done"), target.leave, "button small");
    strip.replaceChildren(make("span", {}, make("b", {}, target.title), ` · ${says || target.words()}`), done);
  }

  function answerTo(next) {
    target = next;
    passage.classList.toggle("answering", Boolean(target));
    strip.hidden = !target;
    for (const span of spans) {
      if (target) span.setAttribute("role", "button");
      else ["role", "aria-pressed", "tabindex"].forEach((name) => span.removeAttribute(name));
    }
    if (!target) return;
    refresh();
    stop(spans.find((span) => target.has(span.dataset.sentence)) ?? spans[0]);
  }

  function stop(span) {
    spans.forEach((other) => (other.tabIndex = other === span ? 0 : -1));
  }

  function toggle(span) {
    const says = target.toggle(span.dataset.sentence);
    refresh(says);
    announce(says);
  }

  function enter() {
    document.dispatchEvent(new CustomEvent("place", { detail: "passage" }));
    const span = spans.find((other) => other.tabIndex === 0);
    span.focus({ preventScroll: true });
    span.scrollIntoView({ block: phone.matches ? "center" : "nearest" });
    announce(`${target.title}. ${target.words()}. ${word("howTo")}`);
  }

  passage.addEventListener("click", ({ target: clicked }) => {
    const span = clicked.closest("[data-sentence]");
    if (!span || !target || !getSelection().isCollapsed) return; // a selection is for the highlighter
    stop(span);
    toggle(span);
  });
  passage.addEventListener("keydown", (event) => {
    const span = event.target.closest("[data-sentence]");
    if (!span || !target || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") target.leave();
    else if (event.key === " " || event.key === "Enter") toggle(span);
    else if (event.key in STEPS) {
      const index = Math.max(0, Math.min(spans.length - 1, spans.indexOf(span) + STEPS[event.key]));
      stop(spans[index]);
      spans[index].focus();
    } else return;
    event.preventDefault();
  });
  passage.addEventListener("answer-to", ({ detail }) => {
    answerTo(detail);
    if (detail) enter();
  });
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest('button[value^="sentences:"]');
    const item = pressed?.closest("[data-item]");
    if (!item) return;
    event.preventDefault();
    activate(item);
    answerTo(forQuestion(item.querySelector(".picked[data-name]")));
    enter();
  });
  document.addEventListener("restored", ({ target: item }) => item.querySelectorAll(".picked[data-name]").forEach((box) => show(box)));
  onActive((item) => {
    const box = item?.querySelector(".picked[data-name]");
    answerTo(box && spans.length ? forQuestion(box) : null);
  });
  boxes.forEach((box) => show(box));
}
