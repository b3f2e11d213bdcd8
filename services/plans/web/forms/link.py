"""The form behind an update link."""

from services.plans.web.forms.update import UpdateForm


class LinkForm(UpdateForm):
    """What the holder of a link says. Their token proves that they meant it, so no cookie has to."""

    class Meta(UpdateForm.Meta):
        """WTForms' options."""

        csrf = False
