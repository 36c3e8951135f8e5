"""What Ms Hill pastes: an article with the faults of a copied page, and the page itself."""

from __future__ import annotations

CAPTION = "Fishermen mend their nets on the quay of Hallevik, in this photo taken on March 3, 2024."
LEFT = ("Source link", "Leave a Reply", "Your email address will not be published. Required *")
PARAGRAPHS = (
    (
        "After nine hours aboard an anchored ferry, the two sides in the quarrel about the harbour"
        " decided to sleep and to go on talking on Thursday."
    ),
    (
        "It is said that Astrid Halvorsenin her letter to the mayor Nils Bergstromagreed to a pause"
        " of a week, but the fishermen expect that she will want something for it."
    ),
    (
        "Although Edvard LindholmSecretary of the harbour board, told the newspapers that little was"
        " left to settle, the price of a berth has not even been named. Halvorsen waits, Bergstrom"
        " waits, and Lindholm speaks."
    ),
    (
        "The board has promised that nobody will lose a berth that a family has held for longer than"
        " thirty years. The fishermen have heard such promises before."
    ),
    (
        "In 1987 the same board filled half of the old basin with stones. “Never again”, says the"
        " oldest of them, whose father lost his boat."
    ),
    (
        "The quarrel is harder because Mikhail Sidorov and Erik Dahlgrenthose who were sent by the"
        " county, look at berths while the fishermen look at their lives. Dahlgren smiles."
    ),
    (
        "In spring the envoy was Igor Petrovski, a calm man. With Igor Petrovskydialogue was possible"
        " and half a treaty was written; today Petrovsky is retired."
    ),
)
HEADS = ("Promises of the board", "Erik Dahlgren")
ARTICLE = "\n\n".join(
    [
        CAPTION,
        "",
        *PARAGRAPHS[:3],
        HEADS[0],
        *PARAGRAPHS[3:5],
        HEADS[1],
        *PARAGRAPHS[5:],
        *LEFT,
    ]
)
MENDS = {
    "Halvorsenin": "Halvorsen in",
    "Bergstromagreed": "Bergstrom agreed",
    "LindholmSecretary": "Lindholm, Secretary",
    "Dahlgrenthose": "Dahlgren, those",
    "Petrovskydialogue": "Petrovsky dialogue",
}

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Quarrel in the harbour | Island Times</title>
<style>p {{ color: red }}</style><script>var hidden = "<p>Not for readers.</p>";</script></head>
<body class="single has-sidebar">
<div id="cookie-bar"><p>We use cookies to make this site better.</p><button>Accept all</button></div>
<header><a href="/">Island Times</a><nav><ul><li><a href="/n">News</a></li></ul></nav></header>
<main><article class="post">
<h1>Quarrel in the harbour</h1>
<p class="byline">By Ada Lind</p><time>3 May 2026</time>
<div class="share-buttons"><a href="#">Facebook</a> <a href="#">Copy link</a></div>
<figure><img src="x.jpg" alt="A quay"><figcaption>The quay on Monday.</figcaption></figure>
<p>{PARAGRAPHS[0]}
<p>{PARAGRAPHS[3]} It is <em>their</em> harbour, and <strong>nobody else’s</strong>.</p>
<h2>{HEADS[0]}</h2>
<p>{PARAGRAPHS[4]}</p>
<div class="ad-slot">Advertisement: boats for everybody</div>
<ul><li>half of the berths</li><li>all of the <b>quay</b></li></ul>
<blockquote><p>Not a stone more.</p></blockquote>
<ul><li><a href="/a">Storm over Storsund</a></li><li><a href="/b">The last ferry</a></li></ul>
</article></main>
<aside><h3>Most read</h3><p>Ten recipes for herring.</p></aside>
<section id="comments"><h3>2 comments</h3><p>Bo says: I was there, and it was otherwise.</p>
<form><label>Name *</label><input name="n"><textarea>Type here</textarea></form></section>
<footer>© 2026 Island Times. All rights reserved.</footer>
</body></html>
"""
