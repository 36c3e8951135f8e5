/* To another page, but never to a browser's page that says that there is none. */
import { button, notice, word } from "./page.js";

const PATIENCE = 10000; // milliseconds

export async function away(go) {
  if (await reachable()) go();
  else notice(word("unreachable"), button(word("keepTrying"), () => away(go)));
}

async function reachable() {
  try {
    return (await fetch(location.pathname, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE) })).status < 500;
  } catch {
    return false;
  }
}
