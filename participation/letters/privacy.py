"""What is told to somebody about their own data."""

from participation.emails import Letter, NothingToSay, kind
from participation.links import MY_DATA_WITHIN, my_data_url
from participation.models import Message


@kind("my_data", "Enlace a los datos propios")
def my_data(message: Message) -> Letter:
    if message.person is None:
        raise NothingToSay("nobody asked")
    hours = int(MY_DATA_WITHIN.total_seconds() // 3_600)
    return Letter({"my_data_url": my_data_url(message.person), "hours": hours})
