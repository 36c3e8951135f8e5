/* The script of the teacher's pages: starts each element's data-behaviour. Pages work without it. */
import arrange from "./behaviours/arrange.js";
import checking from "./behaviours/checking.js";
import copy from "./behaviours/copy.js";
import gap from "./behaviours/gap.js";
import live from "./behaviours/live.js";
import marking from "./behaviours/marking.js";
import moreBelow from "./behaviours/more-below.js";
import pane from "./behaviours/pane.js";
import pasteHtml from "./behaviours/paste-html.js";
import preferences from "./behaviours/preferences.js";
import print from "./behaviours/print.js";
import quote from "./behaviours/quote.js";
import readingPlace from "./behaviours/reading-place.js";
import rows from "./behaviours/rows.js";
import unsaved from "./behaviours/unsaved.js";
import writing from "./behaviours/writing.js";
import begin from "./lib/begin.js";

begin({
  arrange, checking, copy, gap, live, marking, "more-below": moreBelow, pane, "paste-html": pasteHtml,
  preferences, print, quote,
  "reading-place": readingPlace, rows, unsaved, writing,
});
