/* The student's own marker: select words, or step to a sentence and press H. Kept in this browser. */
import { button, make, store, word } from "../lib/page.js";
import { tools } from "../lib/tools.js";

export default function highlighter(passage) {
  if (!globalThis.CSS?.highlights) return; // a browser that cannot mark is not offered to
  const form = document.querySelector("[data-attempt]");
  const key = `marks:${form?.dataset.attempt ?? location.pathname}`;
  const spans = new Map([...passage.querySelectorAll("[data-sentence]")].map((span) => [span.dataset.sentence, span]));
  const marks = new Map(JSON.parse(store.getItem(key) ?? "[]")); // sentence id → [[start, end], …]
  const painted = new Highlight();
  CSS.highlights.set("own", painted);

  function paint() {
    painted.clear();
    for (const [id, parts] of marks) {
      for (const [start, end] of spans.has(id) ? parts : []) painted.add(range(spans.get(id), start, end));
    }
    store.setItem(key, JSON.stringify([...marks]));
  }

  function apply(parts, on) {
    for (const [id, start, end] of parts) {
      const rest = (marks.get(id) ?? []).flatMap(([a, b]) => [[a, Math.min(b, start)], [Math.max(a, end), b]]).filter(([a, b]) => a < b);
      marks.set(id, on ? [...rest, [start, end]] : rest);
    }
    paint();
  }

  /* The parts of sentences that are selected: [id, start, end]. */
  function selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return [];
    const chosen = selection.getRangeAt(0);
    return [...spans].filter(([, span]) => chosen.intersectsNode(span)).map(([id, span]) => {
      const inside = (node, offset, fallback) => (span.contains(node) ? offsetOf(span, node, offset) : fallback);
      return [id, inside(chosen.startContainer, chosen.startOffset, 0), inside(chosen.endContainer, chosen.endOffset, span.textContent.length)];
    }).filter(([, start, end]) => start < end);
  }

  function act(on) {
    apply(selected(), on);
    getSelection().removeAllRanges();
    offer.hidden = true;
  }

  function whole(id) {
    return [[id, 0, spans.get(id).textContent.length]];
  }

  const has = (id) => Boolean(marks.get(id)?.length);
  const offer = make("div", { className: "offer", hidden: true, role: "toolbar", "aria-label": word("highlighter") },
    button(word("highlight"), () => act(true), ""), button(word("clear"), () => act(false), ""));
  offer.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  passage.append(offer);

  document.addEventListener("selectionchange", () => {
    const parts = selected();
    offer.hidden = !parts.length;
    if (!parts.length) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    offer.style.left = `${Math.max(8, Math.min(box.left, innerWidth - offer.offsetWidth - 8))}px`;
    offer.style.top = `${Math.min(box.bottom + 8, innerHeight - offer.offsetHeight - 8)}px`;
  });
  passage.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "h" || event.ctrlKey || event.metaKey || event.altKey) return;
    const id = event.target.closest("[data-sentence]")?.dataset.sentence;
    if (selected().length) act(true);
    else if (id) apply(whole(id), !has(id));
  });

  /* For the keyboard: the sentences answer to the highlighter instead of a question. */
  const tool = button(word("highlighter"), () => {
    const on = tool.getAttribute("aria-pressed") !== "true";
    tool.setAttribute("aria-pressed", on);
    passage.dispatchEvent(new CustomEvent("answer-to", { detail: on ? target : null }));
  });
  const target = {
    has, title: word("highlighter"), words: () => word("highlighterHow"),
    toggle(id) {
      apply(whole(id), !has(id));
      return word(has(id) ? "highlighted" : "cleared");
    },
    leave() {
      if (tool.getAttribute("aria-pressed") === "true") tool.click();
      tool.focus();
    },
  };
  tool.setAttribute("aria-pressed", "false");
  document.addEventListener("active", () => tool.setAttribute("aria-pressed", "false"));
  tools(passage).append(tool);
  paint();
}

function texts(span) {
  const walker = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function offsetOf(span, node, offset) {
  const before = document.createRange();
  before.setStart(span, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

function range(span, start, end) {
  const made = document.createRange();
  let at = 0;
  for (const node of texts(span)) {
    const next = at + node.length;
    if (start >= at && start < next) made.setStart(node, start - at);
    if (end > at && end <= next) made.setEnd(node, end - at);
    at = next;
  }
  return made;
}
