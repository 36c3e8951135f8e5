"""Parts of a page: which are around the article, and which is the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quiz.assessment.cleaning.tags import Tag

_BY_NAME = {
    "nav": "navigation",
    "menu": "navigation",
    "footer": "the foot of the page",
    "dialog": "a notice over the page",
    "button": "controls of the page",
    "select": "controls of the page",
    "textarea": "controls of the page",
}
_BY_ROLE = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "toolbar": "navigation",
    "search": "navigation",
    "contentinfo": "the foot of the page",
    "dialog": "a notice over the page",
    "alertdialog": "a notice over the page",
    "button": "controls of the page",
}
_COOKIES = frozenset({"cookie", "cookies", "cookiebar", "consent", "gdpr"})
_BY_WORD = {
    word: why
    for why, words in {
        "share buttons": "share sharing social sharedaddy addtoany sharebar",
        "comments": "comment comments respond disqus commentlist replies",
        "an advert": "ad ads advert adverts advertisement adsense sponsored promo taboola outbrain",
        "a newsletter's sign-up": "newsletter subscribe subscription signup paywall",
        "links to other pages": "related recommended recirculation trending readmore teaser"
        " teasers",
        "navigation": "breadcrumb breadcrumbs pagination pager navbar nav menu sidebar toolbar toc"
        " masthead editsection skiplink",
        "the foot of the page": "footer copyright",
        "the author's line": "byline dateline timestamp authorbox",
    }.items()
    for word in words.split()
}
_CAPTIONS = frozenset({"caption", "figcaption", "credit"})
_UNSEEN = frozenset({"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"})
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME = re.compile(r"[a-z]+")
_WHOLE = frozenset({"html", "body", "main", "article", "h1", "h2", "h3", "p", "em", "strong"})
LONGEST_CHAIN = 8  # parts within one another that are told apart


@dataclass(slots=True, eq=False)
class Part:
    """A part of a page and the letters in it.

    ``why`` says what it is; ``sure`` that it goes however much of the page it is; an article
    (``why`` is empty) stays.
    """

    why: str = ""
    sure: bool = False
    letters: int = 0


def hidden(tag: Tag) -> bool:
    """Whether a page does not show this element."""
    read = tag.attributes
    return (
        "hidden" in read
        or bool(_NOT_SHOWN.search(read.get("style", "")))
        or not _UNSEEN.isdisjoint(read.get("class", "").split())
    )


def is_caption(tag: Tag) -> bool:
    """Whether an element is what stands below a picture."""
    return tag.name == "figcaption" or not _CAPTIONS.isdisjoint(_words(tag))


def _words(tag: Tag) -> list[str]:
    """The words that an element's class and id are made of: `postShare-top` is post, share, top."""
    if tag.name in _WHOLE:
        return []
    both = f"{tag.attributes.get('class', '')} {tag.attributes.get('id', '')}"
    return _NAME.findall(_HUMP.sub(" ", both).lower())


def part_of(tag: Tag) -> Part | None:
    """Give the part of the page that an element begins, if it is around the article."""
    role = tag.attributes.get("role", "").lower()
    if why := _BY_NAME.get(tag.name) or _BY_ROLE.get(role):
        return Part(why, sure=True)
    words = _words(tag)
    if not _COOKIES.isdisjoint(words):
        return Part("a cookie notice", sure=True)
    if tag.name in {"aside", "form"} or role in {"complementary", "form"}:
        return Part("a form" if "form" in {tag.name, role} else "beside the article")
    if tag.name == "header" or role == "banner":
        return Part("the head of the page")
    why = next((_BY_WORD[word] for word in words if word in _BY_WORD), "")
    return Part(why) if why else None


def is_article(tag: Tag) -> bool:
    """Whether an element says that it holds the article."""
    read = tag.attributes
    return (
        tag.name in {"article", "main"}
        or read.get("role", "").lower() in {"main", "article"}
        or read.get("itemprop", "").lower() == "articlebody"
    )


def article_of(articles: Sequence[Part], letters: int) -> Part | None:
    """Choose the part that is the article, among parts in the page's order, outer before inner.

    It is the largest, or the last of those that hold most of the largest; None where no part
    holds a good share of the page's letters.
    """
    most = max((part.letters for part in articles), default=0)
    if not most or most < 0.3 * letters:
        return None
    return [part for part in articles if part.letters >= 0.6 * most][-1]


def goes(chain: Sequence[Part], letters: int) -> str:
    """Say why a block goes by the parts that it stands in, or ""; ``letters`` are the page's."""
    return next((p.why for p in chain if p.sure or 2 * p.letters <= letters), "")
