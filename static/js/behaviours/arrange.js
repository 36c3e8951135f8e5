/* Questions are dragged to another place in the list; buttons on each card do the same without a pointer. */
import { make } from "../lib/page.js";

const EDGE = 70; // pixels from the pane's edge within which it scrolls along
const STEP = 12; // pixels a frame

export default function arrange(list) {
  const pane = list.closest(".questions");
  const isCard = (element) => element?.matches(".question");
  const isTitle = (element) => element?.matches("h2") && isCard(element.previousElementSibling);
  const middle = (card) => card.getBoundingClientRect().top + card.offsetHeight / 2;

  function equip(card) {
    const form = card.querySelector("form[action$='/move']");
    if (!form) return;
    const grip = make("span", { className: "grip", "aria-hidden": "true" });
    grip.addEventListener("pointerdown", (event) => event.button || drag(event, card, grip, form));
    card.querySelector(".legend").append(grip);
  }

  function drag(event, card, grip, form) {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const before = card.previousElementSibling;
    let y = event.clientY;
    list.classList.add("arranging"); // each card is one line now: the one in hand stays under the hand
    card.classList.add("held");
    pane.scrollTop += card.getBoundingClientRect().top + card.offsetHeight / 2 - y;
    grip.onpointermove = ({ clientY }) => (y = clientY);
    let frame = requestAnimationFrame(function follow() {
      const { top, bottom } = pane.getBoundingClientRect();
      pane.scrollTop += (y > bottom - EDGE) * STEP - (y < top + EDGE) * STEP;
      const { previousElementSibling: above, nextElementSibling: below } = card;
      // the other one moves: this one keeps the pointer
      if ((isCard(below) || isTitle(below)) && y > middle(below)) card.before(below);
      else if ((isCard(above) || isTitle(above)) && y < middle(above)) card.after(above);
      frame = requestAnimationFrame(follow);
    });
    grip.onlostpointercapture = () => {
      cancelAnimationFrame(frame);
      grip.onpointermove = grip.onlostpointercapture = null;
      list.classList.remove("arranging");
      card.classList.remove("held");
      card.scrollIntoView({ block: "center" });
      if (card.previousElementSibling !== before) drop(card, form);
    };
  }

  /* Behind the card above; the first below a passage's title goes before the one below it. */
  function drop(card, form) {
    const above = card.previousElementSibling;
    const [name, other] = isCard(above) ? ["behind", above] : ["before", card.nextElementSibling];
    form.append(make("input", { type: "hidden", name, value: other.dataset.item }));
    form.requestSubmit();
  }

  list.querySelectorAll(".question").forEach(equip);
}
