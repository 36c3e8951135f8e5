/* The one question that is being answered; the passage's sentences answer to it. */

let active = null;

export function activate(item) {
  active?.classList.remove("active");
  active = item;
  active?.classList.add("active");
  document.dispatchEvent(new CustomEvent("active", { detail: item }));
}

export function onActive(listener) {
  document.addEventListener("active", ({ detail }) => listener(detail));
}
