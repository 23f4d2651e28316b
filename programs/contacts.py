"""Where a contact point of an institution leads. Only addresses that cannot run anything."""

from programs.ledger import ContactPoint

_SCHEMES = {"email": "mailto:", "phone": "tel:"}


def href_of(contact: ContactPoint) -> str:
    """The address to link: web, mail or telephone. Empty for anything else, such as a street."""
    value = contact.value.strip()
    if contact.kind == "web":
        return value if value.lower().startswith(("https://", "http://")) else ""
    scheme = _SCHEMES.get(contact.kind, "")
    return scheme + "".join(value.split()) if scheme and value else ""
