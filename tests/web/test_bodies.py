"""What other sites make a browser send, and forms that are none of ours: refused unread."""

from __future__ import annotations

import gc
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from quiz.storage.accounts import throttles

if TYPE_CHECKING:
    from tests.web.browser import Browser
    from tests.web.conftest import Assign

ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
OPENED = {**ELSEWHERE, "Sec-Fetch-Dest": "document"}
PICTURE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
PLAIN = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_ends_nobodys_session(hill: Browser, site: str) -> None:
    """It comes without Ms Hill's cookie. A new one in the answer would take the place of hers."""
    sent = {**OPENED, "Sec-Fetch-Site": site}
    without = hill.client.application.test_client()
    for path in ("/", "/account/", "/account/sign-out", "/teach/classes"):
        answer = without.post(path, data={"code": "K7RM-482P"}, headers=sent)
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
        assert "K7RM-482P" not in answer.text, "nor is it handed back, to be sent by her own hand"
    assert hill.opens("/teach/").url == "/teach/"


def test_pictures_on_another_site_guess_no_codes_in_somebodys_name(
    stranger: Browser, given: Assign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty of them would shut the school out; nor do they tell whether there is such a code."""
    monkeypatch.setattr(throttles, "LIMIT", 2)
    code = given().code
    for n in range(2, 9):
        assert stranger.client.get(f"/join/ZZZZ-ZZZ{n}", headers=PICTURE).status_code == 403
    assert stranger.client.get(f"/join/{code}", headers=PICTURE).status_code == 403
    assert stranger.client.get(f"/join/{code}").status_code == 200


def test_a_link_on_another_site_may_be_followed(stranger: Browser, given: Assign) -> None:
    """A teacher puts it on the page of the school; our own forms are sent from our own pages."""
    url = f"/join/{given().code}"
    assert stranger.client.get(url, headers=OPENED).status_code == 200
    assert stranger.client.get(url, headers={"Sec-Fetch-Site": "none"}).status_code == 200
    own = {**OPENED, "Sec-Fetch-Site": "same-origin"}
    token = stranger.opens("/").form("csrf_token").values["csrf_token"]
    sent = stranger.client.post("/", data={"code": url[6:], "csrf_token": token}, headers=own)
    assert sent.location == url


def test_a_form_of_a_million_fields_is_not_read(stranger: Browser) -> None:
    """Each field costs time, however short it is: four megabytes of them took five seconds."""
    answer = stranger.client.post("/", data=b"a&" * 10_001, content_type=PLAIN)
    assert answer.status_code == 413
    assert stranger.client.post("/", data=b"a&" * 500, content_type=PLAIN).status_code == 400


# Werkzeug lets go of the files of a refused upload without closing them; they are in memory only.
@pytest.mark.filterwarnings("ignore:Unclosed file", "ignore:Exception ignored in")
def test_ten_thousand_files_at_once_are_not_read(stranger: Browser) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n'
    for count, status in ((10_001, 413), (2, 400)):  # of two it is said that the token is missing
        sent = part * count + b"--x--\r\n"
        answer = stranger.client.post(
            "/", data=sent, content_type="multipart/form-data; boundary=x"
        )
        assert answer.status_code == status
    gc.collect()


def test_a_form_that_was_cut_on_its_way_is_not_read(stranger: Browser) -> None:
    """Where a connection is lost servers end what it has sent, as if that were all."""
    token = stranger.opens("/").form("csrf_token").values["csrf_token"]
    whole = f"csrf_token={token}&code=K7RM-482P".encode()
    statuses = [
        stranger.client.post(
            "/",
            input_stream=BytesIO(whole[:sent]),
            content_type=PLAIN,
            environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(whole))},
        ).status_code
        for sent in (len(whole), len(whole) - 1)
    ]

    assert statuses == [404, 400]  # there is no such code
