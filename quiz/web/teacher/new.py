"""A new set: paste or upload an article, look over what was cleaned, begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from quiz.storage.sets import drafts
from quiz.storage.sets.drafts import NoText
from quiz.web import clock, signedin
from quiz.web.teacher import articles

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("new", __name__)


@blueprint.route("/new", methods=["GET", "POST"])
def show() -> str | tuple[str, int] | Response:
    """Take an article; show it cleaned; make a set of it."""
    if request.form.get("go") == "create":
        return _create()
    form = articles.ArticleForm()
    if not form.is_submitted():
        return _page(form)
    if request.form.get("go") == "empty":
        return _begin("# Title\n\nThe passage.\n")
    article = articles.received(form) if form.validate() else None
    if article is None:
        return _page(form), 422
    if articles.is_set(article):
        return _upload(form, article.source)
    return _review(article, articles.review(article))


def _create() -> str | Response:
    form = articles.ReviewForm()
    article = articles.reviewed(form)
    if not form.validate():
        return _review(article, form)
    return _begin(articles.document(form, article))


def _upload(form: articles.ArticleForm, source: str) -> Response | tuple[str, int]:
    """A whole set is taken as it is."""
    try:
        return _begin(source)
    except NoText as error:
        form.file.errors = [error.finding.message]
        return _page(form), 422


def _begin(text: str) -> Response:
    made = drafts.create(signedin.account(), text, clock.now())
    flash(gettext("Here is your set. Add the first question."))
    return redirect(url_for("teacher.write.show", set_id=made.set_id))


def _review(article: articles.Article, form: articles.ReviewForm) -> str:
    text = articles.preview(article.cleaned)
    return render_template(
        "teacher/new/review.html", article=article, text=text, form=form, draft=None
    )


def _page(form: articles.ArticleForm) -> str:
    return render_template("teacher/new/show.html", form=form, draft=None)
