/* A form of the editor, sent by script: the server's page comes back, and what was found is put in its place. */
import { word } from "./page.js";

const PATIENCE = 20000; // milliseconds

export async function post(form, go, options = {}) {
  const body = new FormData(form);
  body.set("go", go);
  const response = await fetch(form.getAttribute("action") || location.href, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE), ...options });
  return { response, page: new DOMParser().parseFromString(await response.text(), "text/html") };
}

/* What would be found, without keeping anything; a server that does not answer says nothing. */
export async function look(form) {
  try {
    const { response, page } = await post(form, "check");
    if (!response.ok || !form.isConnected) return;
    showFindings(page);
    const would = page.getElementById("question")?.dataset.mark;
    if (would && form.elements.mine) form.elements.mine.value += ` ${would}`; // what a save of this would make
  } catch {
    // saving says that the network is lost
  }
}

/* Each place for findings is named; what the page says there is put there. */
export function showFindings(page) {
  for (const place of document.querySelectorAll("[data-found]")) {
    const fresh = page.querySelector(`[data-found="${CSS.escape(place.dataset.found)}"]`);
    place.replaceChildren(...(fresh?.childNodes ?? []));
  }
}

export function showSaved(page) {
  const fresh = page.getElementById("saved");
  const place = document.getElementById("saved");
  if (!fresh || !place) return;
  place.replaceChildren(...fresh.childNodes);
  place.classList.remove("trying");
}

export function say(key) {
  const place = document.getElementById("saved");
  place?.classList.add("trying");
  if (place) place.textContent = word(key);
}

/* Calls back after a pause in typing, in an order: a later one waits for the one before. */
export function afterPause(pause, call) {
  let timer;
  let busy = Promise.resolve();
  return {
    soon: () => { clearTimeout(timer); timer = setTimeout(() => (busy = busy.then(call, call)), pause); },
    stop: () => clearTimeout(timer),
  };
}
