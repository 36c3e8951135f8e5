/* Text size, spacing and theme: seen at once, kept in the cookie that the server reads (quiz/web/preferences.py). */

export default function preferences(box) {
  const root = document.documentElement;
  const names = ["size", "spacing", "theme"];
  box.querySelectorAll("button").forEach((send) => (send.hidden = true)); // nothing is left to apply
  box.addEventListener("change", () => {
    for (const name of names) root.dataset[name] = box.querySelector(`select[name=${name}], [name=${name}]:checked`).value;
    document.cookie = `preferences=${names.map((name) => root.dataset[name]).join(".")}; path=${root.dataset.path}; max-age=31536000; samesite=lax`;
  });
  const menu = box.closest("details");
  menu?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", ({ target }) => {
    if (menu && !menu.contains(target)) menu.open = false;
  });
}
