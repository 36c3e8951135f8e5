/* The fields of a question in the form: a.<item>, a.<item>.<part>, c.<item>, f.<item>, seen.<item>. */
import { make } from "./page.js";

function own(name, item, kinds) {
  return kinds.some((kind) => name === `${kind}.${item}` || name.startsWith(`${kind}.${item}.`));
}

/* What the form would send for one question: [[name, value], …]. */
export function fields(form, item) {
  return [...new FormData(form)].filter(([name]) => own(name, item, ["a", "c", "f", "seen"]));
}

export function answered(form, item) {
  return [...new FormData(form)].some(([name, value]) => own(name, item, ["a"]) && value.trim());
}

/* The fields that are no longer as the page came: answered before the scripts were there. What a browser would
   put back of an earlier load never gets here: the form has autocomplete="off". */
export function early(form) {
  const fresh = form.cloneNode(true);
  fresh.reset();
  const [now, then] = [form, fresh].map((each) => new FormData(each));
  const values = (data, { name }) => JSON.stringify(data.getAll(name));
  return [...form.querySelectorAll("[data-item] [name]")].filter((field) => values(now, field) !== values(then, field));
}

export function fieldset(form, item) {
  return form.querySelector(`[data-item="${CSS.escape(item)}"]`);
}

/* Write an answer into the form, as if it had been given on this page; `seen` stays the page's own. */
export function fill(form, item, entries) {
  const box = fieldset(form, item);
  const values = (name) => entries.filter(([other]) => other === name).map(([, value]) => value);
  for (const picked of box.querySelectorAll(".picked[data-name]")) {
    picked.replaceChildren(...values(picked.dataset.name).map((id) => hidden(picked.dataset.name, id)));
  }
  for (const field of box.querySelectorAll("[name]")) {
    if (!own(field.name, item, ["a", "c", "f"]) || field.closest(".picked")) continue;
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = values(field.name).includes(field.value);
    else field.value = values(field.name)[0] ?? "";
  }
  box.dispatchEvent(new Event("restored", { bubbles: true }));
}

export function hidden(name, value) {
  return make("input", { type: "checkbox", hidden: true, defaultChecked: true, name, value });
}

export function seen(form, item, revision) {
  const field = form.elements[`seen.${item}`];
  if (field) field.value = revision;
}
