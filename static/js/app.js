/* The script of the student's pages: starts each element's data-behaviour. Pages work without it.
   The server puts the imports in their place (quiz/web/assets.py); name each new behaviour here. */
import autosave from "./behaviours/autosave.js";
import copy from "./behaviours/copy.js";
import evidence from "./behaviours/evidence.js";
import highlighter from "./behaviours/highlighter.js";
import moreBelow from "./behaviours/more-below.js";
import order from "./behaviours/order.js";
import personalCode from "./behaviours/personal-code.js";
import preferences from "./behaviours/preferences.js";
import print from "./behaviours/print.js";
import questionMap from "./behaviours/question-map.js";
import readAloud from "./behaviours/read-aloud.js";
import readingPlace from "./behaviours/reading-place.js";
import sentences from "./behaviours/sentences.js";
import submitted from "./behaviours/submitted.js";
import timeLeft from "./behaviours/time-left.js";
import unsent from "./behaviours/unsent.js";
import wordCount from "./behaviours/word-count.js";
import begin from "./lib/begin.js";

begin({
  autosave, copy, evidence, highlighter, "more-below": moreBelow, order, "personal-code": personalCode, preferences, print, "question-map": questionMap,
  "read-aloud": readAloud, "reading-place": readingPlace, sentences, submitted, "time-left": timeLeft, unsent, "word-count": wordCount,
});
