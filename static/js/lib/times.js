/* Times in the reader's own zone; without scripts they are in the server's. */

export function clock(moment) {
  return moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function day(moment) {
  const { lang } = document.documentElement;
  return moment.toLocaleDateString(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "short", year: "numeric" });
}

export function localTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    time.textContent = "day" in time.dataset ? `${day(moment)}, ${clock(moment)}` : clock(moment);
  }
}
