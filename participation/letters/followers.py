"""What is told to who follows by mail: the link to confirm, and the digest."""

from participation.emails import Letter, NothingToSay, kind
from participation.links import absolute, follow_confirm_url, follow_manage_url, unsubscribe_url
from participation.models import Message, Subscription
from participation.news import news_of, reports_of
from participation.pages.following import followed_in_words


def subscription_of(message: Message) -> Subscription:
    """The subscription that a message is about.

    Raises:
        NothingToSay: it was ended, or it is not there any more.
    """
    found = Subscription.objects.filter(pk=message.object_id, ended_at__isnull=True).first()
    if found is None:
        raise NothingToSay("nobody follows any more")
    return found


@kind("confirm_follow", "Confirmación de avisos")
def confirm_follow(message: Message) -> Letter:
    subscription = subscription_of(message)
    return Letter(
        {
            "what": followed_in_words(subscription.target, subscription.value),
            "confirm_url": follow_confirm_url(subscription),
        }
    )


@kind("digest", "Novedades")
def digest(message: Message) -> Letter:
    """What was hidden since it was queued is not told."""
    subscription = subscription_of(message)
    since, until = int(message.context["since"]), int(message.context["until"])
    news = news_of(subscription, since, until)
    reports = tuple(reports_of(subscription, since, until))
    if not (news or reports):
        raise NothingToSay("nothing of it is public any more")
    return Letter(
        {
            "what": followed_in_words(subscription.target, subscription.value),
            "news": [
                (each.submission, each.what, absolute(f"/participacion/{each.submission.folio}/"))
                for each in news
            ],
            "reports": [(each, absolute(each.address)) for each in reports],
            "manage_url": follow_manage_url(subscription),
        },
        unsubscribe_url=unsubscribe_url(subscription),
    )
