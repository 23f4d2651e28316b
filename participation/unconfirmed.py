"""An e-mail that a telephone gave in a hearing: only its receipt goes there before it is confirmed.

Whoever types an address in a hall may type another's. The question has its folio all the same, as
whatever staff take in; what is confirmed is where the answer goes. An address that was dictated to
staff, aloud or on paper, is written to as every other that they take in.
"""

from django.db.models import Q

from participation.models import Authorship, HearingQuestion, Person, Submission

BY_PHONE = HearingQuestion.Source.PHONE
_BY_PHONE = Q(submission__hearing_question__source=BY_PHONE)
# Of authorships: those whose e-mail nobody confirmed, so that only the receipt goes there.
UNCONFIRMED = _BY_PHONE & Q(person__confirmed_at=None, person__email_index__isnull=False)


def must_confirm(submission: Submission) -> bool:
    """Whether the e-mail of its author came from a telephone in a hall and nobody confirmed it."""
    return Authorship.objects.filter(UNCONFIRMED, submission=submission).exists()


def may_be_told(person: Person, submission: Submission) -> bool:
    """Whether more than the receipt may go to `person` about `submission`.

    The e-mail of somebody of whom other filings are known was not only typed in a hall: of those
    filings they are told; of what a telephone sent, once it is confirmed.
    """
    if person.confirmed_at is not None:
        return True
    theirs = Authorship.objects.filter(person=person)
    if theirs.filter(_BY_PHONE, submission=submission).exists():
        return False
    return theirs.exclude(_BY_PHONE).exists() or not theirs.exists()
