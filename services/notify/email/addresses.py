"""The links in e-mails, made from the configured address of the site and from nothing that a request says."""

from dataclasses import dataclass
from uuid import UUID

from services.notify.domain.preferences import Topic
from shared.http.links import Links


@dataclass(frozen=True)
class Addresses:
    """Makes each kind of link. Tokens are made when an e-mail is sent or shown, and never stored."""

    base_url: str
    links: Links

    def update(self, person_id: UUID, organisation_id: str | None, plan_id: str) -> str:
        """Return where one person can answer for one organisation in one plan, without an account."""
        payload = {"person": str(person_id), "organisation": organisation_id, "plan": plan_id}
        return f"{self.base_url}/plans/u/{self.links.make('update', payload)}"

    def sign_in(self, request_id: UUID) -> str:
        """Return the page whose button signs in."""
        return f"{self.base_url}/partners/sign-in/{self.links.make('sign-in', {'id': str(request_id)})}"

    def unsubscribe(self, person_id: UUID, topic: Topic) -> str:
        """Return the page whose button stops this kind of e-mail; mail programs post to it as well."""
        token = self.links.make("unsubscribe", {"person": str(person_id), "kind": topic.value})
        return f"{self.base_url}/notify/unsubscribe/{token}"

    def plan(self, plan_id: str) -> str:
        """Return the page of a plan."""
        return f"{self.base_url}/plans/{plan_id}"

    def commitment(self, commitment_id: str) -> str:
        """Return the page of a commitment, for those who sign in."""
        return f"{self.base_url}/plans/commitments/{commitment_id}"
