"""Static files under the hash of their tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.browser import Browser


def test_a_page_names_files_that_are_there_and_may_be_kept_for_good(stranger: Browser) -> None:
    """Stylesheet, script and icon."""
    addresses = re.findall(r'"(/static/[^"]+)"', stranger.opens("/").page)
    assert len(addresses) == 3
    for address in addresses:
        with stranger.client.get(address) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]
            assert "max-age=31536000" in answer.headers["Cache-Control"]
            assert "no-cache" not in answer.headers["Cache-Control"]


def test_an_old_address_leads_to_the_present_file(stranger: Browser) -> None:
    """A page left open over a deploy still finds its files, by one redirect."""
    answer = stranger.client.get("/static/0123456789ab/css/app.css")
    assert answer.status_code == 302
    assert stranger.client.get(answer.headers["Location"]).status_code == 200


def test_nothing_but_the_tree_is_served(stranger: Browser) -> None:
    """No way up, no way around."""
    found = re.search(r'"(/static/[^/]+)/', stranger.opens("/").page)
    assert found is not None
    for path in ("/../pyproject.toml", "/%2e%2e/pyproject.toml", "/none.css"):
        assert stranger.client.get(found[1] + path).status_code == 404
    assert stranger.client.get("/static/css/app.css").status_code == 404
