/* Words selected in the passage: evidence for the question at hand, a gap, or a new question. */
import { announce, button, make, word } from "../lib/page.js";

export default function quote(passage) {
  const offer = make("div", { className: "offer", hidden: true, role: "toolbar", "aria-label": word("selection") });
  offer.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  passage.append(offer);
  const form = () => document.getElementById("question");

  /* The words, within one paragraph: evidence does not run over its end. */
  function selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return "";
    const range = selection.getRangeAt(0);
    const block = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(".passage article :is(p, li, td, th, blockquote, pre)");
    const start = block(range.startContainer);
    if (!start || start.closest(".about") || !passage.contains(start)) return "";
    const end = block(range.endContainer);
    if (end !== start) range.setEndAfter(start.lastChild); // a triple click ends before the next paragraph
    return range.toString().replace(/\s+/g, " ").trim();
  }

  function done(text) {
    offer.hidden = true;
    getSelection().removeAllRanges();
    announce(word("quoted", { text: text.slice(0, 60) }));
  }

  function evidence(text) {
    const places = [...form().querySelectorAll("[name^='evidence-']")];
    const free = places.find((place) => !place.value.trim()) ?? another(places.at(-1));
    free.value = text;
    free.dispatchEvent(new Event("input", { bubbles: true }));
    document.dispatchEvent(new CustomEvent("place", { detail: "questions" }));
    done(text);
  }

  function another(last) {
    const copy = last.closest("p").cloneNode(true);
    const field = copy.firstElementChild;
    const number = Number(last.name.split("-")[1]) + 1;
    [field.name, field.value] = [`evidence-${number}`, ""];
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+/, number + 1));
    const place = copy.querySelector("[data-found]");
    place.dataset.found = field.name;
    place.replaceChildren();
    last.closest("p").after(copy);
    return field;
  }

  /* The sentence around the words, with the words as its gap. */
  function gap(text) {
    const node = getSelection().anchorNode;
    const around = (node.nodeType === 1 ? node : node.parentElement).closest("[data-sentence]")?.textContent ?? text;
    const area = form().elements.text;
    const holds = area.value.includes(text) && !area.value.includes(`[[${text}`);
    area.value = (holds ? area.value : `${area.value}${area.value ? "\n\n" : ""}${around}`).replace(text, `[[${text}]]`);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    done(text);
  }

  function ask(text) {
    const address = new URL(passage.dataset.add, location.href);
    address.searchParams.set("evidence", text);
    done(text);
    document.dispatchEvent(new CustomEvent("go-to", { detail: address.href }));
  }

  function show() {
    const text = selected();
    offer.hidden = !text;
    if (!text) return;
    const here = form();
    const acts = [button(word("askAbout"), () => ask(text), "")];
    if (here?.elements.shape.value === "gaps") acts.unshift(button(word("makeGap"), () => gap(text), ""));
    if (here?.querySelector("[name^='evidence-']")) acts.unshift(button(word("evidenceFor", { number: here.dataset.number }), () => evidence(text), ""));
    offer.replaceChildren(...acts);
    stand();
  }

  /* Below the words, and within the window wherever they are. */
  function stand() {
    if (offer.hidden) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    offer.style.left = `${Math.max(8, Math.min(box.left, innerWidth - offer.offsetWidth - 8))}px`;
    offer.style.top = `${Math.max(8, Math.min(box.bottom + 8, innerHeight - offer.offsetHeight - 8))}px`;
  }

  document.addEventListener("selectionchange", show);
  passage.addEventListener("scroll", stand, { passive: true });
}
