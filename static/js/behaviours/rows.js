/* Rows grow as one types; lines that are pasted become rows, and a star marks the right one. */

const RIGHT = /^\s*(?:[-*+]\s+)?(?:\[[xX]\]|\*|✓)\s*(?=\S)/;
const BULLET = /^\s*(?:[-•–]\s+(?:\[ ?\]\s*)?|\[ ?\]\s*|\(?[A-Ha-h1-9][.)]\s+|10[.)]\s+)(?=\S)/;

export default function rows(box) {
  const all = () => [...box.querySelectorAll(":scope > [data-row]")];
  const texts = (row) => [...row.querySelectorAll("textarea, input[type=text]")];

  function add() {
    const last = all().at(-1);
    const number = Number(last.dataset.row) + 1;
    const copy = last.cloneNode(true);
    copy.dataset.row = number;
    for (const field of copy.querySelectorAll("[name]")) {
      field.name = field.name.replace(/-\d+-/, `-${number}-`);
      field.id = field.name === "right" ? "" : field.name;
      if (field.name === "right") [field.value, field.checked] = [number, false];
      else field.value = "";
      field.setAttribute("aria-label", (field.getAttribute("aria-label") ?? "").replace(/\d+/, all().length + 1));
    }
    copy.querySelectorAll("[data-found]").forEach((place) => {
      place.dataset.found = `rows-${number}`;
      place.replaceChildren();
    });
    last.after(copy);
    return copy;
  }

  box.addEventListener("input", ({ target }) => {
    const row = target.closest("[data-row]");
    if (row && row === all().at(-1) && target.value) add();
  });
  box.addEventListener("paste", (event) => {
    const row = event.target.closest("[data-row]");
    const lines = event.clipboardData.getData("text/plain").split(/\r?\n/).filter((line) => line.trim());
    if (!row || lines.length < 2 || event.target.matches(".why")) return;
    event.preventDefault();
    let into = row;
    for (const [index, line] of lines.entries()) {
      if (index) into = into.nextElementSibling?.matches("[data-row]") ? into.nextElementSibling : add();
      fill(into, line);
    }
    if (into === all().at(-1)) add();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  function fill(row, line) {
    const mark = row.querySelector("[name=right]");
    const right = mark && RIGHT.test(line);
    const words = line.replace(right ? RIGHT : BULLET, "").trim();
    const fields = texts(row).filter((field) => !field.matches(".why, .weight"));
    const parts = fields.length > 1 ? words.split(/\s*(?:\||\t|→|->|=>)\s*/) : [words];
    fields.forEach((field, index) => (field.value = parts[index] ?? ""));
    if (right) mark.checked = true;
  }
}
