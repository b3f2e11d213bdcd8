import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from shared.http import assets

STYLES = b"body { color: black }" * 100


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app.css").write_bytes(STYLES)
    (tmp_path / "app.css.gz").write_bytes(gzip.compress(STYLES))
    monkeypatch.setattr(assets, "FOLDER", tmp_path)


def test_a_browser_that_unpacks_gets_the_packed_file_under_the_type_of_what_is_in_it(
    client: FlaskClient,
) -> None:
    answer = client.get("/plans/static/app.css", headers={"Accept-Encoding": "gzip, br"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.mimetype == "text/css"
    assert "Accept-Encoding" in answer.vary
    assert gzip.decompress(answer.data) == STYLES


@pytest.mark.parametrize("taken", ["", "br", "gzip;q=0"])
def test_others_get_the_file_as_it_is(client: FlaskClient, taken: str) -> None:
    answer = client.get("/plans/static/app.css", headers={"Accept-Encoding": taken})

    assert "Content-Encoding" not in answer.headers
    assert answer.data == STYLES


@pytest.mark.parametrize("path", ["nothing.css", "../app.css", "..%2f..%2fetc%2fpasswd"])
def test_nothing_outside_the_folder_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/plans/static/{path}", headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 404
