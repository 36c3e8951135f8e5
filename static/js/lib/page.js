/* What every behaviour needs of the page: words in the reader's language, elements, a voice. */

/* The words stand in templates/parts/words.html, where gettext finds them; {name} is filled in. */
export function word(key, values = {}) {
  const text = document.getElementById("words")?.dataset[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function button(label, onclick, className = "button small") {
  return make("button", { type: "button", className, onclick }, label);
}

/* Say something to those who listen rather than look. */
export function announce(text) {
  voice.textContent = "";
  setTimeout(() => (voice.textContent = text), 60); // the same words twice are said twice
}
const voice = document.body.appendChild(make("div", { className: "visually-hidden", role: "status" }));

/* Say something at the foot of the page, with a way to put it away. */
export function notice(text, ...actions) {
  const close = button(word("close"), () => box.remove(), "plain");
  const box = make("div", { className: "notice" }, make("span", {}, text), ...actions, close);
  toasts.replaceChildren(box);
  return box;
}
const toasts = document.body.appendChild(make("div", { className: "toasts", role: "status" }));

/* Ask: a dialog with words and buttons {label: answer}; resolves with the answer, null on Escape. */
export function ask(content, answers, { must = false } = {}) {
  const dialog = make("dialog", {}, ...content);
  const row = make("p", { className: "buttons" });
  for (const [label, answer] of Object.entries(answers)) {
    row.append(button(label, () => dialog.close(answer), row.childElementCount ? "button" : "button primary"));
  }
  dialog.append(row);
  if (must) dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.setAttribute("aria-label", dialog.querySelector("h2, p")?.textContent ?? "");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      // a second Escape closes whatever was said to the first
      if (must && !dialog.returnValue) return dialog.showModal();
      dialog.remove();
      resolve(dialog.returnValue || null);
    };
  });
}

/* A browser may forbid storage: then what is kept lasts as long as the page. It may be full: then what it holds
   stays, and what is new is on the page only. */
function storage(name) {
  const found = allowed(name) ?? pageOnly();
  return {
    getItem: (key) => found.getItem(key), removeItem: (key) => found.removeItem(key),
    setItem(key, value) {
      try {
        found.setItem(key, value);
      } catch (error) {
        console.warn(error.message);
      }
    },
    key: (index) => found.key(index), get length() { return found.length; },
  };
}

function allowed(name) {
  try {
    return globalThis[name];
  } catch {
    return null;
  }
}

function pageOnly() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key),
    key: (index) => [...kept.keys()][index], get length() { return kept.size; },
  };
}
export const store = storage("localStorage");
export const visit = storage("sessionStorage");

export const phone = matchMedia("(max-width: 60rem) and (min-height: 30rem)");
