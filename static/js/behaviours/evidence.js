/* On the result, "show the evidence" marks it in the passage in place; the link does the same by itself. */
import { announce, word } from "../lib/page.js";

export default function evidence(pane) {
  const passage = document.querySelector(".room > .passage");
  const links = () => [...pane.querySelectorAll('a[href*="evidence="]')];

  pane.addEventListener("click", async (event) => {
    const link = event.target.closest('a[href*="evidence="]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const response = await fetch(link.href);
      if (!response.ok) throw new Error(response.statusText);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      show(link, page.querySelectorAll(".passage > article"));
    } catch {
      location.assign(link.href);
    }
  });

  function show(link, content) {
    passage.querySelectorAll("article").forEach((old) => old.remove());
    passage.prepend(...content);
    history.replaceState(null, "", link.href);
    for (const other of links()) {
      if (other === link) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
    document.dispatchEvent(new CustomEvent("place", { detail: "passage" }));
    const mark = passage.querySelector("mark");
    mark?.scrollIntoView({ block: "center" });
    announce(word("evidenceShown", { text: mark?.textContent ?? "" }));
  }
}
