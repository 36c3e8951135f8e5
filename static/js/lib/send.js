/* Send one answer. The outcome's kind: received, lost (try again), conflict, closed or refused. */
import { localTimes } from "./times.js";

const KINDS = { 409: "conflict", 410: "closed" };
const PATIENCE = 20000; // milliseconds

export async function send(url, entry, { keepalive = false, renew = true } = {}) {
  const { item, writer, number, fields } = entry;
  const body = new URLSearchParams([...fields, ["item", item], ["writer", writer], ["number", number], ["csrf_token", token()]]);
  let response;
  let page;
  try {
    response = await fetch(url, { method: "POST", body, keepalive, signal: AbortSignal.timeout(PATIENCE) });
    page = await read(response); // a server that is killed may have sent the head and not the receipt
  } catch {
    return { kind: "lost" };
  }
  if (response.status >= 500 || [401, 429].includes(response.status)) return { kind: "lost" };
  if (response.status === 400 && renew && (await renewed())) return send(url, entry, { keepalive, renew: false });
  const told = { ...page.body.firstElementChild?.dataset };
  // Without a mark of ours somebody else has answered: a proxy, or a network that wants to be signed in to.
  if (!(told.revision || told.why || told.code)) return { kind: "lost" };
  return { kind: response.ok ? "received" : (KINDS[response.status] ?? "refused"), page, ...told };
}

async function read(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  localTimes(page);
  return page;
}

function token() {
  return document.querySelector("[name=csrf_token]")?.value ?? "";
}

/* A token dies with the server's secret or the session; the page has a new one. */
async function renewed() {
  try {
    const page = await read(await fetch(location.href));
    const fresh = page.querySelector("[name=csrf_token]")?.value;
    if (!fresh) return false;
    document.querySelectorAll("[name=csrf_token]").forEach((field) => (field.value = fresh));
    return true;
  } catch {
    return false;
  }
}
