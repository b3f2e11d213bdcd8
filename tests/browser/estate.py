"""Every page that people meet, and how they come to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import FilePayload

from tests.browser.guest import Guest
from tests.browser.parking import park


@dataclass(frozen=True)
class Place:
    """A page, the way there, and whether it takes the coordinator's sign-in."""

    name: str
    go: Callable[[Guest], object]
    signed_in: bool = False


def _plan(guest: Guest, below: str = "") -> None:
    guest.open(f"/plans/{guest.site.plan_id}{below}")


def _commitment(guest: Guest) -> None:
    _plan(guest)
    guest.click("Put a notice board")


def _waits_change(guest: Guest) -> None:
    _commitment(guest)
    guest.click("Change what it waits on")


def _facts(guest: Guest) -> None:
    _commitment(guest)
    guest.click("Note its priority")


def _facts_with_mistakes(guest: Guest) -> None:
    _facts(guest)
    guest.page.get_by_label("Coordinates of the spot").fill("the gate")
    guest.click("Note it", role="button")


def _origin(guest: Guest) -> None:
    _commitment(guest)
    guest.click("Note where it came from")


def _supporters(guest: Guest) -> None:
    _commitment(guest)
    guest.click("Note who helps")


def _supporters_with_mistakes(guest: Guest) -> None:
    _supporters(guest)
    guest.click("Note it", role="button")


def _steps_change(guest: Guest) -> None:
    _commitment(guest)
    guest.click("Write down its steps")


def _steps_with_mistakes(guest: Guest) -> None:
    _steps_change(guest)
    guest.click("Add them", role="button")


def _assess(guest: Guest) -> None:
    _commitment(guest)
    guest.click("Assess it")


def _assess_with_mistakes(guest: Guest) -> None:
    _assess(guest)
    guest.click("Keep the assessment", role="button")


def _proof_remove(guest: Guest) -> None:
    _commitment(guest)
    guest.click("Remove the link")


def _waits_change_with_mistakes(guest: Guest) -> None:
    _waits_change(guest)
    guest.page.get_by_label("We will, when they have done it").check()
    guest.click("Let it wait on that one", role="button")


def _run_with_mistakes(guest: Guest) -> None:
    _plan(guest, "/runs/new")
    guest.click("Begin the run", role="button")


def _run(guest: Guest) -> None:
    """Begin one: the demo has none."""
    _plan(guest, "/runs/new")
    today = datetime.now(UTC)
    guest.page.get_by_label("What is it called?").fill("A hundred days for the park")
    guest.page.get_by_label("What is it for?").fill("Small things that everybody can see")
    for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        guest.page.get_by_label(label).fill(str(value))
    guest.click("Begin the run", role="button")
    guest.page.get_by_label("Put a commitment in").fill("A1")
    guest.click("Put it in", role="button")


def _run_check_in(guest: Guest) -> None:
    _run(guest)
    guest.click("Say how it goes", role="button")


def _run_review(guest: Guest) -> None:
    _run(guest)
    guest.click("End the run with a review")


def _workshop(guest: Guest) -> None:
    guest.open("/plans/workshops")
    guest.click("Backcasting,")


def _assets(guest: Guest) -> None:
    _workshop(guest)
    guest.click("Write down what is good already")


def _assets_with_mistakes(guest: Guest) -> None:
    _assets(guest)
    guest.click("Write it down", role="button")


def _photo(guest: Guest) -> None:
    _workshop(guest)
    guest.click("Four columns of paper notes")


def _photo_remove(guest: Guest) -> None:
    _photo(guest)
    guest.click("Remove this photo")


def _workshop_with_mistakes(guest: Guest) -> None:
    guest.open("/plans/workshops/new")
    guest.page.get_by_label("Who came?").fill("3")
    guest.click("Record the workshop", role="button")


def _change_workshop(guest: Guest) -> None:
    _workshop(guest)
    guest.click("Change the workshop")


def _add_photos(guest: Guest) -> None:
    _workshop(guest)
    guest.click("Add photos", role="button")


def _photos_with_mistakes(guest: Guest) -> None:
    _add_photos(guest)
    no_photo = FilePayload(name="plan.txt", mimeType="text/plain", buffer=b"no photo")
    guest.page.get_by_label("Photos of the wall").set_input_files([no_photo, no_photo])
    guest.click("Keep these photos", role="button")


def _letter(guest: Guest) -> None:
    guest.open_letter("Lena Okafor", "You have 7 commitments")


def _all_of_theirs(guest: Guest) -> None:
    _letter(guest)
    guest.follow("All of yours in this plan")


def _form(guest: Guest) -> None:
    _letter(guest)
    guest.follow("Yes, we will do this", about="Put a notice board")


def _form_with_mistakes(guest: Guest) -> None:
    _form(guest)
    guest.page.get_by_label("Change the date").check()
    guest.click("Send your answer", role="button")


def _thanks(guest: Guest) -> None:
    guest.open_letter("Maureen Tilley", "Hold a litter pick")
    guest.follow("Say how it is going")
    guest.page.get_by_label("On track").check()
    guest.click("Send your answer", role="button")


def _stop(guest: Guest) -> None:
    _letter(guest)
    guest.follow("Stop these e-mails")


def _letter_alone(guest: Guest) -> None:
    _letter(guest)
    _without_its_frame(guest)


def _digest_letter(guest: Guest) -> None:
    guest.open_letter("Imran Lowe", "week to")
    _without_its_frame(guest)


def _without_its_frame(guest: Guest) -> None:
    guest.page.goto(f"{guest.page.url}/html")


def _sheet(guest: Guest) -> None:
    _bring(guest, SHEET)


def _strange_sheet(guest: Guest) -> None:
    _bring(guest, ["Nr,Was,Wer,Name,Mail,Bis", *SHEET[1:]])


def _drafts(guest: Guest) -> None:
    _bring(guest, [SHEET[0], *SHEET[2:]])
    guest.click("Keep 2 as drafts", role="button")


def _draft(guest: Guest) -> None:
    _drafts(guest)
    guest.page.get_by_role("link", name="Finish it").last.click()


def _draft_removal(guest: Guest) -> None:
    _draft(guest)
    guest.follow("Throw it away")


def _bring(guest: Guest, lines: Sequence[str]) -> None:
    _plan(guest, "/import")
    content = "\n".join(lines).encode()
    sheet = FilePayload(name="workshop.csv", mimeType="text/csv", buffer=content)
    guest.page.get_by_label("sheet").set_input_files(sheet)
    guest.click("Look at it", role="button")


def _new_commitment_with_mistakes(guest: Guest) -> None:
    _plan(guest, "/commitments/new")
    guest.page.get_by_label("Their e-mail address").fill("nobody")
    guest.click("Write it down", role="button")


def _capture_with_mistakes(guest: Guest) -> None:
    _plan(guest, "/capture")
    guest.page.get_by_label("What will be done?").fill("Mend the stile by 31 February 2027")
    # Sent by the browser itself rather than by the page's script, as where there are no scripts.
    guest.page.locator("form[data-capture]").last.evaluate("form => form.submit()")
    guest.page.get_by_text("There is a problem").wait_for()


def _correct(guest: Guest) -> None:
    _plan(guest, "/capture")
    guest.click("Correct")


def _step(guest: Guest) -> None:
    _plan(guest)
    guest.main.locator(".app-road__title a").first.click()


def _change_step(guest: Guest) -> None:
    _step(guest)
    guest.click("Change the milestone", role="button")


def _walk_with_mistakes(guest: Guest) -> None:
    _plan(guest, "/walk/answers")
    guest.page.get_by_label("Code").first.fill("7KQM-2XP")
    guest.click("Note it all down", role="button")


def _webhook_form(guest: Guest, url: str) -> None:
    guest.open("/notify/webhooks")
    guest.page.get_by_label("Address to call").fill(url)
    guest.page.get_by_label("What it is for").fill("The council's dashboard")
    guest.page.get_by_label("A commitment is made or changed").check()
    guest.click("Make the webhook", role="button")


def _webhook_made(guest: Guest) -> None:
    _webhook_form(guest, "https://127.0.0.1:9/backcast")


def _webhook(guest: Guest) -> None:
    """Nobody listens there, so the test that is sent waits for its next try."""
    _webhook_made(guest)
    guest.click("Go on to the webhook")
    guest.click("Send a test", role="button")


def _webhook_delete(guest: Guest) -> None:
    _webhook_made(guest)
    guest.click("Go on to the webhook")
    guest.click("Delete it")


def _parked(guest: Guest) -> None:
    park(guest.site)
    guest.open("/notify/parked")


def _parked_drop(guest: Guest) -> None:
    _parked(guest)
    guest.click("give it up")


def _parked_after(guest: Guest) -> None:
    guest.open("/notify/parked")
    while guest.main.get_by_role("link", name="give it up").count():
        guest.click("give it up")
        guest.click("Give it up", role="button")


def _yesterday() -> str:
    day = datetime.now(UTC).date() - timedelta(days=1)
    return f"as_at={day.day}&as_at={day.month}&as_at={day.year}"


def at(path: str) -> Callable[[Guest], None]:
    return lambda guest: guest.open(path)


SHEET = (
    "Ref,Commitment,Lead,Contact,E-mail,By when",
    "B1,Paint the footbridge,Brook Walkers,Maureen Tilley,maureen.tilley@example.org,31/03/2027",
    "B2,Mend the gate,Brook Walkers,Maureen Tilley,maureen.tilley@example.org,31/02/2027",
    "B3,Count the ducks,Well Together,Dele Ashworth,nobody,1/4/2027",
)
"""A sheet with one good row, one day that does not exist and one address that is none."""

PLACES = (
    Place("home", at("/")),
    Place("plans", at("/plans/")),
    Place("roadmap", _plan),
    Place("commitment", _commitment),
    Place("waits", lambda guest: _plan(guest, "/waits")),
    Place("runs", lambda guest: _plan(guest, "/runs")),
    Place("commitments", at("/plans/commitments/?state=open")),
    Place("board", lambda guest: _plan(guest, "/board")),
    Place("board-organisations", lambda guest: _plan(guest, "/board?by=organisation")),
    Place("board-steps", lambda guest: _plan(guest, "/board?by=milestone")),
    Place("link", _all_of_theirs),
    Place("link-form", _form),
    Place("link-form-mistakes", _form_with_mistakes),
    Place("link-thanks", _thanks),
    Place("link-dead", at("/plans/u/nothing")),
    Place("sign-in", at("/partners/sign-in")),
    Place("mailbox", at("/notify/mailbox")),
    Place("mail", _letter),
    Place("mail-nudge", _letter_alone),
    Place("mail-digest", _digest_letter),
    Place("unsubscribe", _stop),
    Place("api", at("/plans/api/docs")),
    Place("home-coordinator", at("/"), signed_in=True),
    Place("roadmap-coordinator", _plan, signed_in=True),
    Place("commitment-coordinator", _commitment, signed_in=True),
    Place("commitments-coordinator", at("/plans/commitments/"), signed_in=True),
    Place("commitments-found", at("/plans/commitments/?q=keep+par"), signed_in=True),
    Place("commitments-mistakes", at("/plans/commitments/?due_after=31"), signed_in=True),
    Place("walk-sheet", lambda guest: _plan(guest, "/walk"), signed_in=True),
    Place("walk-answers", lambda guest: _plan(guest, "/walk/answers"), signed_in=True),
    Place("walk-answers-mistakes", _walk_with_mistakes, signed_in=True),
    Place("waits-change", _waits_change, signed_in=True),
    Place("facts", _facts, signed_in=True),
    Place("facts-mistakes", _facts_with_mistakes, signed_in=True),
    Place("origin", _origin, signed_in=True),
    Place("assets", _assets, signed_in=True),
    Place("assets-mistakes", _assets_with_mistakes, signed_in=True),
    Place("supporters", _supporters, signed_in=True),
    Place("supporters-mistakes", _supporters_with_mistakes, signed_in=True),
    Place("steps-change", _steps_change, signed_in=True),
    Place("steps-mistakes", _steps_with_mistakes, signed_in=True),
    Place("proof-remove", _proof_remove, signed_in=True),
    Place("moderation", lambda guest: _plan(guest, "/moderation"), signed_in=True),
    Place("assess", _assess, signed_in=True),
    Place("assess-mistakes", _assess_with_mistakes, signed_in=True),
    Place("waits-change-mistakes", _waits_change_with_mistakes, signed_in=True),
    Place("run-new", lambda guest: _plan(guest, "/runs/new"), signed_in=True),
    Place("run-new-mistakes", _run_with_mistakes, signed_in=True),
    Place("run", _run, signed_in=True),
    Place("run-check-in", _run_check_in, signed_in=True),
    Place("run-review", _run_review, signed_in=True),
    Place("status", lambda guest: _plan(guest, "/status"), signed_in=True),
    Place(
        "status-mistakes", lambda guest: _plan(guest, "/status?as_at=31&as_at=2&as_at=2026"), signed_in=True
    ),
    Place(
        "status-past", lambda guest: _plan(guest, f"/status?by=organisation&{_yesterday()}"), signed_in=True
    ),
    Place("import", lambda guest: _plan(guest, "/import"), signed_in=True),
    Place("import-preview", _sheet, signed_in=True),
    Place("import-columns", _strange_sheet, signed_in=True),
    Place("drafts", _drafts, signed_in=True),
    Place("draft", _draft, signed_in=True),
    Place("draft-removal", _draft_removal, signed_in=True),
    Place("new-plan", at("/plans/new"), signed_in=True),
    Place("new-commitment", lambda guest: _plan(guest, "/commitments/new"), signed_in=True),
    Place("new-commitment-mistakes", _new_commitment_with_mistakes, signed_in=True),
    Place("capture", lambda guest: _plan(guest, "/capture"), signed_in=True),
    Place("capture-mistakes", _capture_with_mistakes, signed_in=True),
    Place("correct", _correct, signed_in=True),
    Place("step", _step, signed_in=True),
    Place("change-step", _change_step, signed_in=True),
    Place("consents", lambda guest: _plan(guest, "/consents"), signed_in=True),
    Place("new-step", lambda guest: _plan(guest, "/milestones/new"), signed_in=True),
    Place("change-plan", lambda guest: _plan(guest, "/edit"), signed_in=True),
    Place("workshops", at("/plans/workshops"), signed_in=True),
    Place("workshop", _workshop, signed_in=True),
    Place("workshop-new", at("/plans/workshops/new"), signed_in=True),
    Place("workshop-mistakes", _workshop_with_mistakes, signed_in=True),
    Place("workshop-change", _change_workshop, signed_in=True),
    Place("photos-new", _add_photos, signed_in=True),
    Place("photos-mistakes", _photos_with_mistakes, signed_in=True),
    Place("photo", _photo, signed_in=True),
    Place("photo-remove", _photo_remove, signed_in=True),
    Place("organisations", at("/partners/organisations"), signed_in=True),
    Place("people", at("/partners/people"), signed_in=True),
    Place("tokens", at("/partners/tokens"), signed_in=True),
    Place("nudges", at("/notify/nudges"), signed_in=True),
    Place("digest", at("/notify/digest"), signed_in=True),
    Place("webhooks", at("/notify/webhooks"), signed_in=True),
    Place("webhooks-mistakes", lambda guest: _webhook_form(guest, "example.org"), signed_in=True),
    Place("webhook-made", _webhook_made, signed_in=True),
    Place("webhook", _webhook, signed_in=True),
    Place("webhook-delete", _webhook_delete, signed_in=True),
    Place("parked-none", at("/partners/parked"), signed_in=True),
    Place("parked", _parked, signed_in=True),
    Place("parked-drop", _parked_drop, signed_in=True),
    Place("parked-after", _parked_after, signed_in=True),
)
