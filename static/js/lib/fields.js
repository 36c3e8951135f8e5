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
  return make("input", { type: "checkbox", hidden: true, checked: true, name, value });
}

export function seen(form, item, revision) {
  const field = form.elements[`seen.${item}`];
  if (field) field.value = revision;
}
