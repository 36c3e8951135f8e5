/* The way of answers to the server: for each question one request at a time, in order, until received. */
import { leaving } from "./leaving.js";
import { drop, forget, keep, kept } from "./outbox.js";
import { send } from "./send.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10000;

/* The fields of an answer that knows of a revision. */
function having(seen, fields) {
  return fields.map(([name, value]) => [name, name.startsWith("seen.") ? seen : value]);
}

/* `tell(kind, entry, outcome)` hears of every outcome. Of a conflict it says what becomes of it: true sends
   the answer again, false gives it up, undefined keeps it as it is. */
export function queue({ url, attempt, writer, tell }) {
  const waiting = new Map(); // item → entries; those of earlier page loads come first
  const busy = new Set();
  const refused = new Set();
  let number = 0;
  let wait = FIRST_WAIT;
  let timer;
  const isLeaving = leaving();

  function add(item, fields) {
    const entry = { attempt, writer, item, fields, number: ++number, at: Date.now() };
    const line = waiting.get(item) ?? [];
    const [first] = line;
    // one on its way stays at the head; one that still waits is replaced by the newer answer
    waiting.set(item, [...line.filter((e) => e.writer !== writer || (e === first && busy.has(item))), entry]);
    keep(entry);
    refused.delete(item);
  }

  async function push(item, options) {
    const [entry] = waiting.get(item) ?? [];
    if (!entry || busy.has(item) || refused.has(item)) return;
    busy.add(item);
    const outcome = await send(url, entry, options);
    busy.delete(item);
    await settle(entry, outcome);
  }

  async function settle(entry, outcome) {
    if (outcome.kind === "lost") return later(entry);
    if (outcome.kind === "closed") return stop(entry, outcome);
    wait = FIRST_WAIT;
    if (outcome.kind === "conflict") return disputed(entry, outcome);
    if (outcome.kind === "refused") refused.add(entry.item);
    else remove(entry);
    for (const later of waiting.get(entry.item) ?? []) {
      if (outcome.revision && later.writer === writer) later.fields = having(outcome.revision, later.fields);
    }
    await tell(outcome.kind, entry, outcome);
    return push(entry.item);
  }

  async function disputed(entry, outcome) {
    refused.add(entry.item); // until it is settled
    const again = await tell("conflict", entry, outcome);
    if (again === undefined) return;
    refused.delete(entry.item);
    remove(entry);
    if (again) add(entry.item, having(outcome.revision, entry.fields));
    await push(entry.item);
  }

  function remove(entry) {
    const left = waiting.get(entry.item).filter((other) => other !== entry);
    if (left.length) waiting.set(entry.item, left);
    else waiting.delete(entry.item);
    if (!isLeaving()) drop(entry); // else the next page puts it in, and sends it once more under its name
  }

  function later(entry) {
    tell("lost", entry);
    if (timer) return; // many that are lost at once wait once
    timer = setTimeout(() => {
      timer = undefined;
      flush();
    }, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function stop(entry, outcome) {
    waiting.clear();
    forget(attempt);
    return tell("closed", entry, outcome);
  }

  function flush(options) {
    return Promise.all([...waiting.keys()].map((item) => push(item, options)));
  }

  /* Take over what an earlier load of this page could not send, under the name it was given then. */
  function adopt() {
    const entries = kept(attempt);
    for (const entry of entries) waiting.set(entry.item, [...(waiting.get(entry.item) ?? []), entry]);
    return entries;
  }

  return { add, push, flush, adopt, clear: () => waiting.clear(), get size() { return waiting.size; } };
}
