/* The editor goes from question to question, and to publishing, without loading a page: what differs is swapped. */
import { announce, word } from "../lib/page.js";

export default function pane(main) {
  const { home } = main.dataset;
  const ours = (address) => {
    const { origin, pathname } = new URL(address, location.href);
    return origin === location.origin && pathname.startsWith(home) && /^$|^publish$|^(questions|add)\/[^/]+$/.test(pathname.slice(home.length));
  };

  async function go(address, options, { push = true, pressed, at = "", sent = () => {} } = {}) {
    let response;
    try {
      response = await fetch(address, options);
    } catch {
      return false;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!response.ok || !page.querySelector("main[data-home]")) return false;
    sent(); // before the next form looks for what is unsent
    if (push) history.pushState(null, "", response.url + new URL(address, location.href).hash);
    show(page, at || new URL(address, location.href).hash, pressed);
    return true;
  }

  const aim = (form) => form.getAttribute("action") || location.href;

  /* The question that a form is about: an answer that was redirected does not tell. */
  function about(form, submitter) {
    const mended = submitter?.value.startsWith("mend:") && submitter.value.split(":").at(-1);
    const written = aim(form).match(/\/questions\/([^/?#]+)/)?.[1];
    return mended || written ? `#q-${mended || written}` : "";
  }

  async function send(form, submitter) {
    await form.sending;
    const told = { pressed: submitter?.value ?? "", at: about(form, submitter), sent: () => form.sent?.() };
    return go(aim(form), { method: "POST", body: new FormData(form, submitter) }, told);
  }

  function show(page, hash, pressed) {
    document.title = page.title;
    document.querySelector("header.bar").replaceChildren(...page.querySelector("header.bar").childNodes);
    const contents = main.matches(".room") && page.querySelector("main.room") ? swapPanes(page) : swapMain(page);
    for (const element of contents) document.dispatchEvent(new CustomEvent("arrived", { detail: element }));
    const field = main.querySelector("[name=stem], [name=note]");
    const card = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (field) field.focus({ preventScroll: true });
    else if (card && main.contains(card)) card.scrollIntoView({ block: "center" });
    if (!field && pressed !== undefined) goOn(card, pressed);
    announce(said(card, pressed) || page.title);
  }

  /* Whoever pressed a button by the keyboard goes on from there: the same button, or the one that takes it back. */
  function goOn(card, pressed) {
    const same = ["up", "down"].includes(pressed) && card?.querySelector(`button[value="${pressed}"]`);
    const next = [same, main.querySelector(".notice form button"), ...(card?.querySelectorAll(".acts button, .acts a") ?? [])];
    next.find((element) => element && !element.disabled)?.focus({ preventScroll: true });
  }

  function said(card, pressed) {
    const notice = main.querySelector(".notice p")?.textContent;
    const moved = ["up", "down", ""].includes(pressed) && card;
    const cards = [...main.querySelectorAll(".question")];
    return notice ?? (moved && word("moved", { text: card.querySelector(".legend").textContent.trim(), place: cards.indexOf(card) + 1, count: cards.length }));
  }

  /* From question to question the passage stays where it is. */
  function swapPanes(page) {
    const pane = document.getElementById("questions");
    [...pane.children].forEach((child) => child.matches(".more, .more + div") || child.remove());
    const contents = [...page.getElementById("questions").children];
    pane.prepend(...contents);
    pane.scrollTop = 0;
    swapPassage(page);
    return contents;
  }

  function swapMain(page) {
    const fresh = page.querySelector("main");
    const contents = [...fresh.children];
    main.className = fresh.className;
    main.replaceChildren(...contents);
    document.body.dataset.page = page.body.dataset.page;
    document.querySelector("body > .places")?.remove();
    const places = page.querySelector("body > .places");
    delete document.body.dataset.place;
    if (places) main.after(places);
    scrollTo(0, 0);
    return places ? [...contents, places] : contents;
  }

  function swapPassage(page) {
    const passage = document.getElementById("passage");
    passage.querySelectorAll(":scope > article").forEach((article) => article.remove());
    passage.prepend(...page.querySelectorAll("#passage > article"));
    const mark = passage.querySelector("mark");
    if (mark && (mark.getBoundingClientRect().top < 80 || mark.getBoundingClientRect().bottom > innerHeight)) mark.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !ours(link.href) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(link.href).then((done) => done || location.assign(link.href));
  });
  main.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (form.going || !new URL(aim(form), location.href).pathname.startsWith(home)) return;
    event.preventDefault();
    send(form, submitter).then((done) => {
      if (done) return;
      form.going = true; // the page that says why not, as a page
      form.requestSubmit(submitter);
    });
  });
  /* A question that is being written is saved before another is begun. */
  document.addEventListener("go-to", async ({ detail }) => {
    const form = document.getElementById("question");
    const kept = form?.elements.stem?.value.trim() ? await send(form, form.querySelector("[value=save]")) : true;
    if (kept) go(detail);
    else form.requestSubmit();
  });
  addEventListener("popstate", () => go(location.href, {}, { push: false }).then((done) => done || location.reload()));
}
