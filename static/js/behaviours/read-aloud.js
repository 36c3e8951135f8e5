/* Reads the passage sentence by sentence, where the browser has a voice for its language. */
import { button, word } from "../lib/page.js";
import { tools } from "../lib/tools.js";

export default function readAloud(passage) {
  const speech = globalThis.speechSynthesis;
  if (!speech) return;
  const language = (passage.querySelector("article")?.lang || document.documentElement.lang).toLowerCase();
  const spans = [...passage.querySelectorAll("[data-sentence]")];
  let at = -1; // the sentence being read, -1 for none

  const voice = () => speech.getVoices().find(({ lang }) => lang.toLowerCase().replace("_", "-").startsWith(language.split("-")[0]));
  const play = button(word("readAloud"), () => {
    if (at < 0) read(Math.max(0, spans.indexOf(document.activeElement)));
    else if (speech.paused) speech.resume();
    else speech.pause();
    label();
  });
  const stop = button(word("stop"), () => read(spans.length));

  function read(index) {
    spans[at]?.classList.remove("reading");
    at = index < spans.length ? index : -1;
    speech.cancel();
    label();
    if (at < 0) return;
    spans[at].classList.add("reading");
    spans[at].scrollIntoView({ block: "nearest" });
    const words = new SpeechSynthesisUtterance(spans[at].textContent);
    Object.assign(words, { lang: language, voice: voice() });
    words.onend = () => index === at && read(index + 1);
    speech.speak(words);
  }

  function label() {
    setTimeout(() => {
      play.textContent = word(at < 0 ? "readAloud" : speech.paused ? "goOnReading" : "pause");
      stop.hidden = at < 0;
    });
  }

  function offer() {
    if (!voice() || play.isConnected) return;
    stop.hidden = true;
    tools(passage).append(play, stop);
  }

  speech.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speech.cancel());
  offer();
}
