/* Answers that the server has not received yet, kept in the browser by attempt, writer and item. */
import { store } from "./page.js";

const key = ({ attempt, writer, item }) => `unsent:${attempt}:${writer}:${item}`;

export function keep(entry) {
  store.setItem(key(entry), JSON.stringify(entry));
}

/* Forget an entry, unless a later answer has taken its place. */
export function drop(entry) {
  const kept = JSON.parse(store.getItem(key(entry)) ?? "null");
  if (kept?.number === entry.number) store.removeItem(key(entry));
}

export function kept(attempt) {
  return keys(attempt).map((name) => JSON.parse(store.getItem(name))).sort((a, b) => a.at - b.at);
}

export function forget(attempt) {
  keys(attempt).forEach((name) => store.removeItem(name));
}

function keys(attempt) {
  const all = Array.from({ length: store.length }, (_, index) => store.key(index));
  return all.filter((name) => name.startsWith(`unsent:${attempt}:`));
}
