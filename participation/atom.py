"""What every Atom feed of ours is made of (RFC 4287)."""

from xml.etree.ElementTree import Element, SubElement

ATOM = "http://www.w3.org/2005/Atom"


def child(parent: Element, name: str, text: str = "") -> Element:
    """A new element within `parent`, with what of `text` XML 1.0 can hold."""
    node = SubElement(parent, name)
    if text:
        node.text = writable(text)
    return node


def writable(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
