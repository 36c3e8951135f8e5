"""Words of page furniture that only a paste is cleared of, in English, German, French, Spanish.

`check.tables` has those that are furniture wherever they stand (W302); these are so only around a
text that somebody copied: there "Facebook" is a button and "By Ada Lind" is a byline.
"""

from __future__ import annotations

import re

from quiz.assessment.check.words import fold

_EDGES = " .:!*·|»>→›…↓+•"

_LEFT = re.compile(
    r"(?:facebook|twitter|x|whats ?app|telegram|linkedin|reddit|pinterest|instagram|messenger|"
    r"bluesky|threads|mastodon|pocket|flipboard|copy(?: link| url)?|link copied|copied|save|saved|"
    r"bookmark|gift(?: this)? article|listen(?: to (?:this )?(?:article|story))?|"
    r"print (?:this )?(?:page|article)|e-?mail (?:this|a friend|address)|name|website|comment|"
    r"your (?:name|e-?mail)(?: address)?|cancel reply|post comment|submit(?: comment)?|"
    r"view all posts|click to (?:share|print|e-?mail)\b.*|(?:share|send) (?:on|by|via|to)\b.*|"
    r"accept|accept all|reject|reject all|agree|i agree|got it|allow all|deny|dismiss|close|"
    r"manage (?:cookies|preferences|settings|consent|options)|cookie (?:preferences|notice)|"
    r"privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions)|contact(?: us)?|"
    r"about us|search|skip ad|loading|play|pause|mute|getty images|image source.{0,60}|"
    r"\d+ ?min(?:ute)?s?(?: read)?|read time.{0,20}|reading time.{0,20}|"
    r"alle akzeptieren|akzeptieren|ablehnen|alle ablehnen|zustimmen|einstellungen|schließen|"
    r"datenschutz(?:erklärung)?|impressum|artikel (?:teilen|drucken|merken|anhören)|"
    r"link kopieren|merken|vorlesen|per e-?mail teilen|auf \w+ teilen|lesezeit.{0,20}|"
    r"zur startseite|mehr anzeigen|"
    r"tout accepter|accepter|refuser|tout refuser|paramétrer|continuer sans accepter|fermer|"
    r"mentions légales|politique de confidentialité|copier le lien|partager (?:sur|par)\b.*|"
    r"envoyer par e-?mail|écouter(?: l['’]article)?|temps de lecture.{0,20}|lecture \d+ min.?|"
    r"réservé aux abonnés|ajouter à vos favoris|"
    r"aceptar|aceptar (?:todo|todas)|rechazar|rechazar (?:todo|todas)|configurar|cerrar|"
    r"aviso legal|política de (?:privacidad|cookies)|copiar enlace|compartir (?:en|por)\b.*|"
    r"enviar por (?:correo|e-?mail)|escuchar(?: artículo)?|tiempo de lectura.{0,20}|"
    r"nombre|correo electrónico|publicar comentario|guardar)",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\bcookies?\b.{0,120}\b(?:consent|accept|agree|your experience|our site)\b|"
    r"\b(?:by (?:continuing|clicking|using)|we and our partners|we value your privacy)\b.{0,160}"
    r"\b(?:cookies?|consent|agree|terms)\b|this site uses akismet|"
    r"this site is protected by recaptcha|how your comment data (?:is|are) processed|"
    r"\bcookies\b.{0,120}\b(?:zustimm|akzeptier|einverstanden)|"
    r"mit der nutzung .{0,60}cookies|\bcookies\b.{0,120}\b(?:acceptez|consentement)\b|"
    r"en poursuivant votre navigation|nous et nos partenaires|"
    r"\bcookies\b.{0,120}\b(?:aceptas?|consentimiento)\b|"
    r"al (?:continuar|seguir) navegando|nosotros y nuestros socios",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_][\w.'’-]*"
_BYLINE = re.compile(
    rf"(?:(?i:(?:written |reported |posted |words )?by|von|par|por|text|texte|texto))\s*:?\s+"
    rf"[A-ZÀ-ÖØ-ÞА-ЯІЇЄ]{_NAME}(?:,? (?:(?i:and|und|et|y|with|mit|in|for|für|de|der|von|van)|&"
    rf"|[A-ZÀ-ÖØ-ÞА-ЯІЇЄ]{_NAME})|,? {_NAME}){{0,9}}"
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|fév|mars|avr|juin|"
    r"juil|août|déc|ene|abr|ago|dic)[^\W\d_]*\.?"
)
_DATE = re.compile(
    rf"(?:(?:first |last )?(?:published|updated|posted|modified)|veröffentlicht|aktualisiert|stand|"
    rf"erschienen|publié|mis à jour|publicado|actualizado)\b.*|"
    rf"(?:[^\W\d_]+,? )?(?:\d{{1,2}}\.?(?:st|nd|rd|th)? (?:de )?{_MONTH}(?: de)?,? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d)"
    rf"(?:[\s,|·–—-]+.{{0,40}})?|\d+ (?:minutes?|hours?|days?) ago",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s+[|·•–—]\s+")
_COMMENTS = re.compile(
    r"leave (?:a|your) (?:reply|comment)(?: cancel reply)?|(?:\d+|no) (?:comments?|replies|"
    r"responses?)(?: (?:on|to) .*)?|comments? \(?\d+\)?|add (?:a|your) comment|"
    r"join the (?:conversation|discussion)|schreibe? einen kommentar(?: antworten abbrechen)?|"
    r"(?:einen )?kommentar (?:schreiben|verfassen|hinterlassen)|\d+ kommentare?|"
    r"laisser un commentaire(?: annuler la réponse)?|\d+ commentaires?|"
    r"deja (?:una respuesta|un comentario)(?: cancelar la respuesta)?|\d+ comentarios?",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"related(?: articles?| posts?| stories| news| topics?| content| reading)?|more (?:on this|"
    r"stories|from .{1,40})|you (?:may|might) (?:also )?like|recommended(?: for you)?|most (?:read|"
    r"popular)|trending(?: now)?|tags|topics|share|share (?:this(?: article| story| post)?|on|via|"
    r"to)|"
    r"mehr zum thema|das könnte sie auch interessieren|meistgelesen|"
    r"à lire aussi|sur le même (?:sujet|thème)|les plus lus|te puede interesar|más leídas?|"
    r"noticias relacionadas",
    re.IGNORECASE,
)


def _bare(text: str) -> str:
    return fold(text).strip(_EDGES)


def is_left(text: str) -> bool:
    """Whether a paragraph is a button, a label or a notice of the page."""
    if len(text) > 1_000:
        return False
    bare = _bare(text)
    return bool(len(bare) < 80 and _LEFT.fullmatch(bare)) or bool(_HELD.search(bare))


def edge(text: str) -> str:
    """Say what a short line above or below the text is, if it is a byline or a date; else ""."""
    kinds = [_edge(part) for part in _PARTED.split(text.strip())]
    return "" if "" in kinds else kinds[0]


def _edge(text: str) -> str:
    if _BYLINE.fullmatch(text):
        return "the author's line"
    return "the date" if _DATE.fullmatch(_bare(text)) or is_left(text) else ""


def opens_comments(text: str) -> bool:
    """Whether a line is the head of comments or of their form."""
    return len(text) < 120 and bool(_COMMENTS.fullmatch(_bare(text)))


def opens_links(text: str) -> bool:
    """Whether a line is the head of links to other pages."""
    return len(text) < 80 and bool(_LINKS.fullmatch(_bare(text)))
