/* An order by buttons, keys and drag; the numbers that the form sends stay in step. */
import { announce, button, make, word } from "../lib/page.js";

export default function order(list) {
  const rows = () => [...list.children];
  const select = (row) => row.querySelector("select");
  const name = (row) => row.querySelector("label").textContent.trim();

  function number() {
    rows().forEach((row, index) => (select(row).value = String(index + 1)));
    select(rows()[0]).dispatchEvent(new Event("change", { bubbles: true }));
  }

  function move(row, step) {
    const target = rows()[rows().indexOf(row) + step];
    if (!target) return;
    if (step < 0) row.after(target); // the other row moves: this one keeps focus and pointer
    else row.before(target);
    number();
    announce(word("moved", { text: name(row), place: rows().indexOf(row) + 1, count: rows().length }));
  }

  function equip(row) {
    const up = button("↑", () => move(row, -1), "");
    const down = button("↓", () => move(row, 1), "");
    up.setAttribute("aria-label", word("up", { text: name(row) }));
    down.setAttribute("aria-label", word("down", { text: name(row) }));
    const grip = make("span", { className: "grip", "aria-hidden": "true" });
    grip.addEventListener("pointerdown", (event) => drag(event, row, grip));
    row.prepend(grip);
    row.append(make("span", { className: "move" }, up, down));
    row.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by || !event.target.closest(".move")) return;
      event.preventDefault();
      move(row, by);
    });
  }

  function drag(event, row, grip) {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    row.classList.add("held");
    const before = rows().indexOf(row);
    const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
    grip.onpointermove = ({ clientY }) => {
      const { previousElementSibling: previous, nextElementSibling: next } = row;
      if (next && clientY > middle(next)) row.before(next);
      else if (previous && clientY < middle(previous)) row.after(previous);
    };
    grip.onlostpointercapture = () => {
      grip.onpointermove = null;
      row.classList.remove("held");
      if (rows().indexOf(row) !== before) number();
    };
  }

  function arrange() {
    const place = (row) => Number(select(row).value) || Infinity;
    const wanted = rows().sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
    if (wanted.some((row, index) => row !== rows()[index])) list.append(...wanted);
    keep.hidden = rows().every((row) => select(row).value);
  }

  const keep = button(word("keepOrder"), number);
  list.after(make("p", { className: "hint" }, keep));
  rows().forEach(equip);
  arrange();
  list.addEventListener("change", ({ target }) => target.matches("select") && rows().every((row) => select(row).value) && arrange());
  list.closest("[data-item]")?.addEventListener("restored", arrange);
}
