"""A reading-comprehension quiz service: questions bound to the words that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from flask import Flask


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Build the application from the environment; ``overrides`` are Flask configuration keys."""
    # Imported here so that the core, which is inside this package, does not load the web.
    from werkzeug.middleware.proxy_fix import ProxyFix

    from quiz import config, storage, web
    from quiz.web.application import Application

    app = Application(
        "quiz",
        template_folder=str(config.folder("templates")),
        static_folder=None,  # the web room serves it, under the hash of its tree
    )
    app.config.from_mapping(config.from_environment())
    app.config.from_mapping(overrides or {})
    if proxies := app.config["QUIZ_PROXIES"]:
        # The prefix is told by one of them: whichever serves us below a path.
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, x_prefix=1)  # type: ignore[method-assign]
    storage.init_app(app)
    web.init_app(app)
    return app
