import pytest

from shared.http.paths import is_api, safe_next


@pytest.mark.parametrize("path", ["/", "/plans/", "/plans/7?a=1&b=/x", "/partners/people#top"])
def test_after_sign_in_people_come_back_to_the_page_of_ours_that_they_wanted(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "https://evil.example.org/",
        "//evil.example.org",
        "///evil.example.org",
        "/\\evil.example.org",
        "\\\\evil.example.org",
        "/\t/evil.example.org",
        "/\n/evil.example.org",
        " //evil.example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "plans/",
    ],
)
def test_after_sign_in_nobody_is_sent_elsewhere(wanted: str | None) -> None:
    assert safe_next(wanted) == "/"


def test_programs_call_the_paths_under_a_services_api_and_no_others() -> None:
    assert is_api("/plans/api/v1/plans")
    assert not is_api("/plans/")
    assert not is_api("/")
