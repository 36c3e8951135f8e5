/* A question's form: findings after half a second of pause, saved after two, kept in the browser until it is. */
import { afterPause, look, post, say, showFindings, showSaved } from "../lib/draft.js";
import { leaving } from "../lib/leaving.js";
import { notice, store, word } from "../lib/page.js";

const LOOK = 500; // milliseconds
const SAVE = 2000;
const AGAIN = 4000;

export default function writing(form) {
  const place = () => `unsaved:${new URL(form.getAttribute("action") || location.href, location.href).pathname}`;
  const looking = afterPause(LOOK, async () => {
    if (!form.isConnected) return;
    await look(form);
    if (changed) remember();
  });
  const saving = afterPause(SAVE, save);
  let changed = false;
  let stopped = false;
  const isLeaving = leaving();
  let key = place();

  const worth = () => Boolean(form.elements.stem?.value.trim() || form.elements.text?.value.trim());

  function save() {
    if (!form.isConnected || !changed || stopped || !worth()) return undefined;
    form.sending = keep(); // what sends the whole form waits for it
    return form.sending;
  }

  async function keep() {
    changed = false;
    try {
      await settle(await post(form, "save"));
    } catch {
      changed = true;
      say("trying");
      setTimeout(saving.soon, AGAIN);
    }
  }

  async function settle({ response, page }) {
    if (!form.isConnected) return;
    if (response.status >= 500) throw new Error(response.statusText);
    if (!response.ok) {
      stopped = true; // two tabs, or signed out: the button shows the page that says so
      changed = true;
      return void notice(word(response.status === 409 ? "again" : "refused"));
    }
    const fresh = page.getElementById("question");
    if (!fresh) return;
    if (!isLeaving()) store.removeItem(key); // else the next page puts it in, and sends it once more
    form.action = response.url;
    key = place();
    form.elements.seen.value = fresh.elements.seen.value;
    form.elements.mine.value = "";
    if (!location.pathname.endsWith(new URL(response.url).pathname)) history.replaceState(null, "", response.url);
    showFindings(page);
    showSaved(page);
    showMarks(page);
    if (changed) remember(); // typed while it was on its way
  }

  function showMarks(page) {
    const old = document.querySelectorAll(".passage > article");
    page.querySelectorAll(".passage > article").forEach((article, index) => old[index]?.replaceWith(article));
  }

  /* What a killed server or a lost network kept from being saved comes back with the page. */
  function restore() {
    const kept = JSON.parse(store.getItem(key) ?? "null");
    if (!kept) return;
    const { seen } = form.elements;
    if (!kept.mine.split(" ").includes(seen.value)) seen.value = kept.seen; // else it had arrived
    for (const [name, value] of kept.fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden])`)) {
        if (field.matches("[type=radio], [type=checkbox]")) field.checked ||= field.value === value;
        else field.value = value;
      }
    }
    changed = true;
    saving.soon();
  }

  function remember() {
    const fields = [...new FormData(form)].filter(([name]) => !["csrf_token", "seen"].includes(name));
    const { seen, mine } = form.elements;
    store.setItem(key, JSON.stringify({ seen: seen.value, mine: mine.value, fields }));
  }

  form.addEventListener("input", () => {
    changed = true;
    remember();
    looking.soon();
    saving.soon();
  });
  /* The whole form is sent by its button or by the pane: nothing more is left to save here. */
  form.sent = () => {
    saving.stop();
    looking.stop();
    changed = false;
    store.removeItem(key);
  };
  form.addEventListener("submit", () => [saving, looking].forEach((timer) => timer.stop()));
  addEventListener("pagehide", () => {
    if (changed && form.isConnected && worth() && !stopped) post(form, "save", { keepalive: true }).catch(() => {}); // it is remembered
  });
  restore();
}
