"""Many who do the same at the same moment, on both engines."""

from concurrent.futures import ThreadPoolExecutor

from services.partners.domain.sign_ins import LINKS_PER_ADDRESS
from shared.contracts import OrganisationChanged, SignInRequested
from shared.http.links import Links
from tests.partners.cast import Cast, Visitor
from tests.partners.doors import ask, link_for, may_enter
from tests.partners.stage import Stage

API = "/partners/api/v1"


def test_fifty_at_once_begin_one_session(stage: Stage, cast: Cast, links: Links) -> None:
    stage.person("Cora Example")
    ask(cast.nobody())
    link = link_for(stage, links)
    visitors = [(visitor, visitor.csrf()) for visitor in (cast.nobody() for _ in range(50))]

    def press(pair: tuple[Visitor, str]) -> int:
        return pair[0].client.post(link, data={"csrf_token": pair[1]}).status_code

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(press, visitors))

    assert sorted(answers) == [303] + [410] * 49
    assert sum(may_enter(visitor) for visitor, _ in visitors) == 1


def test_requests_at_once_do_not_get_around_the_limit(stage: Stage, cast: Cast) -> None:
    stage.person("Cora Example")
    visitors = [(visitor, visitor.csrf()) for visitor in (cast.nobody() for _ in range(20))]

    def send(pair: tuple[Visitor, str]) -> int:
        data = {"csrf_token": pair[1], "email": "cora@example.org"}
        return pair[0].client.post("/partners/sign-in", data=data).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = set(pool.map(send, visitors))

    assert statuses == {303}
    assert len(stage.said(SignInRequested)) == LINKS_PER_ADDRESS


def test_of_two_changes_at_once_one_is_made_and_the_other_told(stage: Stage, cast: Cast) -> None:
    path = f"{API}/organisations/{cast.organisation.id}"
    coordinators = [cast.coordinator() for _ in range(4)]
    etag = coordinators[0].get(path).headers["ETag"]

    def change(number: int) -> int:
        body = {"name": f"Walkers {number}"}
        return coordinators[number].call("PATCH", path, body, **{"If-Match": etag}).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(change, range(4)))

    assert statuses == [200, 412, 412, 412]
    assert len(stage.said(OrganisationChanged)) == 2
