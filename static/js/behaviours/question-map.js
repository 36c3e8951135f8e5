/* The map of the questions: which are answered, flagged and being read; a jump to each. */
import { activate, onActive } from "../lib/active.js";
import { answered } from "../lib/fields.js";
import { make, word } from "../lib/page.js";

export default function questionMap(nav) {
  const form = document.querySelector("form[data-attempt]");
  const dots = new Map([...nav.querySelectorAll("[data-for]")].map((dot) => [dot.dataset.for, dot]));
  const pane = form.closest(".questions");

  function refresh(item, done) {
    const dot = dots.get(item);
    const flagged = Boolean(form.querySelector(`[name="f.${CSS.escape(item)}"]`)?.checked);
    dot.classList.toggle("done", done);
    dot.classList.toggle("flagged", flagged);
    const note = [done && word("answered"), flagged && word("flagged")].filter(Boolean).join(", ");
    dot.querySelector(".visually-hidden")?.remove();
    if (note) dot.append(make("span", { className: "visually-hidden" }, ` ${note}`));
  }

  function mark(item) {
    for (const [id, dot] of dots) {
      dot.classList.toggle("now", id === item);
      if (id === item) dot.setAttribute("aria-current", "true");
      else dot.removeAttribute("aria-current");
    }
    if (dots.has(item)) centre(dots.get(item));
  }

  /* Moves the map alone: where the bar scrolls away with the page, the page must stay where it is. */
  function centre(dot) {
    const [map, box] = [nav.getBoundingClientRect(), dot.getBoundingClientRect()];
    nav.scrollLeft += box.left + box.width / 2 - map.left - map.width / 2;
  }

  function inView(item) {
    const box = item?.getBoundingClientRect();
    return box && box.bottom > 0 && box.top < innerHeight;
  }

  nav.addEventListener("click", (event) => {
    const dot = event.target.closest("[data-for]");
    const item = dot && form.querySelector(`[data-item="${CSS.escape(dot.dataset.for)}"]`);
    if (!item) return; // it has a page of its own: the button leads there
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("place", { detail: "questions" }));
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "start" });
  });
  for (const kind of ["focusin", "click"]) {
    form.addEventListener(kind, ({ target }) => target.closest("[data-item]") && activate(target.closest("[data-item]")));
  }
  for (const kind of ["input", "change", "restored"]) {
    form.addEventListener(kind, ({ target }) => {
      const item = target.closest("[data-item]");
      if (item) refresh(item.dataset.item, answered(form, item.dataset.item));
    });
  }
  // whether an answer is complete, the server knows best
  form.addEventListener("received", ({ target, detail }) => refresh(target.dataset.item, detail === "answered"));
  onActive((item) => item && mark(item.dataset.item));

  const spy = new IntersectionObserver((seen) => {
    const [top] = seen.filter((entry) => entry.isIntersecting);
    if (top && !inView(form.querySelector(".item.active"))) mark(top.target.dataset.item);
  }, { root: getComputedStyle(pane).overflowY === "scroll" ? pane : null, rootMargin: "-10% 0px -70% 0px" });
  form.querySelectorAll("[data-item]").forEach((item) => spy.observe(item));
}
