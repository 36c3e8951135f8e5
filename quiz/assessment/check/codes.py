"""Every code that a finding can have, with one sentence that says what it stands for.

E-codes stop publishing and cannot be waived; W-codes do not, and `ok=W203` in a question's heading
says that this one is meant. E100 to E149 are the document's, from E150 on
it is the document beside the version before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CODES: Mapping[str, str] = MappingProxyType(
    {
        "E100": "The file is no text, is empty, or is larger than a set may be.",
        "E101": "The frame cannot be read, or is never closed.",
        "E102": "A key of the frame or of a heading is none that is known there.",
        "E103": "A key has a value that it cannot take, or an id is no id.",
        "E104": "An id is given twice.",
        "E105": "The same choice, row or entry stands twice in one question.",
        "E106": "A question has no answer part, or one of no known shape.",
        "E107": "A question has two answer parts.",
        "E108": "No choice is marked as right, or a choice has no box.",
        "E109": "Two choices are marked as right where one is meant.",
        "E110": "A weight is none, out of range, or the weights do not come to 100 %.",
        "E111": "A quote or a citation has no passage or no evidence to refer to.",
        "E112": "The passage does not hold the words of a quote.",
        "E113": "The passage holds the words of a quote more than once.",
        "E114": "A gap is never closed, or has no right answer.",
        "E115": "A choice, a label, an entry or a quote has no words.",
        "E116": "The model answer, or the sample answer, of a question does not score full marks.",
        "E117": "A paragraph is too long, a list too deep, a question has too many lines or gaps.",
        "E118": "An image, which is not possible yet.",
        "E119": "`Select:` has no number of sentences, or no evidence as its key.",
        "E120": "A rubric has no levels, or two of the same worth.",
        "E121": "A line begins with what is nearly a label or a heading.",
        "E122": "Text stands where it belongs to nothing.",
        "E123": "A heading has no text.",
        "E124": "A table has rows of unequal length, or a match has too few or unmatched ones.",
        "E125": "Two `names:` lines come to the same name, so neither can be told from the other.",
        "E126": "A fence is never closed.",
        "E127": "An order has a single entry.",
        "E128": "A set has no question, or a passage has no text.",
        "E150": "A part lost its id by a change of words since the version before.",
        "E151": "A set was changed in the file and in the browser since it was last loaded.",
        "E152": "Another file has loaded a set with this id.",
        "E153": "The id in the frame is not the id of the set that is published.",
        "W201": "The key of a question is longer than every other choice by half.",
        "W202": "Over the set, the key is the longest choice more often than chance explains.",
        "W203": "Over the set, the key stands in one place more often than chance explains.",
        "W204": "A choice says “all of the above” or “none of the above”.",
        "W205": "A stem is negative and its negation does not stand out.",
        "W206": "Absolute words (always, never, all …) stand in distractors and not in the key.",
        "W207": "A rare word of the stem is repeated by the key and by no distractor.",
        "W208": "The key copies six words of the passage in a row and no distractor does.",
        "W209": "A stem gives away the answer of another question.",
        "W210": "A question has no evidence and does not say `evidence=none`.",
        "W211": "A question comes later than one whose evidence stands further down the passage.",
        "W212": "All evidence of a passage stands in its first third.",
        "W213": "A name is spelled otherwise than in the passage, and `names:` does not list it.",
        "W215": "The article at the end of a stem fits the key and no distractor.",
        "W301": "Two words of the passage stand together without a space.",
        "W302": "A paragraph of the passage is left over from the page that it was copied from.",
        "W303": "A paragraph of the passage has no end mark.",
    }
)
