"""What stood below a picture: set apart, for the picture does not come along."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quiz.assessment.cleaning.furniture import words
from quiz.assessment.cleaning.values import Block

_LONGEST = 70  # words
_FIRST = 2  # blocks at the top among which a sentence about a picture is one's caption

_PICTURE = (
    r"(?:photo(?:graph)?s?|images?|pictures?|screen ?(?:grab|shot)|still|illustration|"
    r"video grab|handout|graphic)"
)
_ABOUT = re.compile(
    rf"\bin (?:this|these) (?:[\w,.’'-]+ ){{0,6}}?{_PICTURE}\b|"
    rf"\b{_PICTURE},? (?:\w+ )?(?:taken|released|provided|supplied|published"
    r"|obtained|shows|shared)\b|"
    rf"\b(?:seen|shown|pictured) (?:here|above|below|left|right)\b|\bpictured (?:in|on|at)\b|"
    r"\bfile (?:photo|image|picture)\b|\bphoto by\b|"
    r"\b(?:auf|in) diesem (?:\w+)?(?:foto|bild)\b|\b(?:archiv|symbol|hand-?out-?)(?:bild|foto)\b|"
    r"\bim bild\b|\b(?:sur|dans) cette (?:photo|image|illustration)\b|"
    r"\bphoto (?:prise|d['’]illustration|d['’]archives?|fournie|publiée|diffusée)\b|"
    r"\ben esta (?:foto(?:grafía)?|imagen)\b|"
    r"\b(?:foto(?:grafía)?|imagen) (?:de archivo|tomada|publicada|difundida|facilitada)\b",
    re.IGNORECASE,
)
_AGENCY = (
    r"(?:reuters|afp|ap(?: photo)?|epa|dpa|efe|ansa|apa|keystone|upi|pa(?: media)?|"
    r"getty(?: images)?|shutterstock|istock|alamy|unsplash|pexels|pixabay|"
    r"wikimedia(?: commons)?|imago|ukrinform)"
)
_CREDIT = re.compile(
    rf"(?:\(|\[)?(?:{_PICTURE}|photo credit|image credit|credits?|courtesy|"
    r"foto(?:s|grafía)?|bild(?:er)?|bildquelle|quelle des bildes|crédits?(?: photo)?|imagen)"
    r"(?: credit| courtesy(?: of)?| by)?\s?[:/©]\s?.{1,80}"
    rf"|[©℗]\s?.{{1,80}}|.{{0,400}}(?:/|©|\(c\))\s?{_AGENCY}[.)\]]{{0,2}}|"
    rf".{{1,400}}[.!?)”\"] (?:{_PICTURE}|credit|foto|bild|crédits?(?: photo)?)\s?[:©/].{{1,60}}|"
    rf".{{1,400}}\((?:photo|image|foto|bild)s?\s?(?:by|von|:|/).{{1,60}}\)\.?",
    re.IGNORECASE | re.DOTALL,
)


def set_apart(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """Part the text from the captions within it."""
    kept: list[Block] = []
    captions: list[str] = []
    seen = 0
    for block in blocks:
        if block.kind == "caption" or _is_caption(block, seen):
            captions.append(block.text)
        else:
            kept.append(block)
            seen += block.kind == "text"
    return kept, captions


def _is_caption(block: Block, seen: int) -> bool:
    if block.kind not in {"text", "heading"} or words(block) > _LONGEST or len(block.text) > 600:
        return False
    return bool(_CREDIT.fullmatch(block.text)) or (
        seen < _FIRST and bool(_ABOUT.search(block.text)) and _is_one_sentence(block.text)
    )


def _is_one_sentence(text: str) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}[.!?](?=\s+[^\W\d_a-z])", text)) <= 1
