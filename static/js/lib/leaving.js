/* Tells whether the next page is asked for: what is received from then on it may not show. */

const LONGEST = 10000; // milliseconds; whoever is still here by then has asked for a download

export function leaving() {
  let asked = false;
  addEventListener("beforeunload", () => {
    asked = true;
    setTimeout(() => (asked = false), LONGEST);
  });
  return () => asked;
}
