/* Starts the behaviours of a page: each element names its own in data-behaviour. */
import { localTimes } from "./times.js";

export default function begin(behaviours) {
  const start = (element) => {
    for (const name of element.dataset.behaviour.split(" ")) {
      try {
        behaviours[name]?.(element);
      } catch (error) {
        console.error(name, error); // one that fails must not keep the others from starting
      }
    }
  };
  localTimes(document);
  document.querySelectorAll("[data-behaviour]").forEach(start);

  /* What a script has put into the page starts too. */
  document.addEventListener("arrived", ({ detail }) => {
    localTimes(detail);
    if (detail.dataset.behaviour) start(detail);
    detail.querySelectorAll("[data-behaviour]").forEach(start);
  });
}
