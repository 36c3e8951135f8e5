/* A button that prints the page. */

export default function print(element) {
  element.hidden = false;
  element.addEventListener("click", () => window.print());
}
