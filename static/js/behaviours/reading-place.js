/* On a phone, one tap between passage and questions; the place in each is kept, over a reload too. */
import { phone, visit } from "../lib/page.js";

export default function readingPlace(nav) {
  const panes = Object.fromEntries(["passage", "questions"].map((name) => [name, document.querySelector(`.room > .${name}`)]));
  const page = location.pathname; // the editor changes it in place
  const key = (name) => `place:${page}:${name}`;

  function show(name) {
    if (phone.matches) document.body.dataset.place = name;
    else delete document.body.dataset.place;
    visit.setItem(key("shown"), name);
    for (const link of nav.querySelectorAll("a")) link.setAttribute("aria-current", link.hash === `#${name}`);
  }

  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    show(link.hash.slice(1));
  });
  document.addEventListener("place", ({ detail }) => show(detail));
  phone.addEventListener("change", () => show(visit.getItem(key("shown"))));

  show(visit.getItem(key("shown")) ?? (location.hash.startsWith("#q-") ? "questions" : nav.dataset.first));
  for (const [name, pane] of Object.entries(panes)) {
    pane.id ||= name;
    pane.scrollTop = Number(visit.getItem(key(name)));
    pane.addEventListener("scroll", () => visit.setItem(key(name), Math.round(pane.scrollTop)), { passive: true });
  }
}
