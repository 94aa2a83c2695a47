"""Parsing as browsers do, and small questions to a parsed tree."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

INVISIBLE = {"script", "style", "template", "head"}


class Tree:
    """A parsed document or fragment: its root, its faults against the HTML standard, and each element's parent."""

    def __init__(self, root: Element, faults: list[str]) -> None:
        self.root = root
        self.faults = faults
        self._parents = {child: parent for parent in elements(root) for child in parent}

    def parent(self, element: Element) -> Element | None:
        return self._parents.get(element)

    def ancestors(self, element: Element) -> Iterator[Element]:
        """The elements around this one, innermost first."""
        around = self._parents.get(element)
        while around is not None:
            yield around
            around = self._parents.get(around)

    def by_id(self, identifier: str) -> Element | None:
        return next((element for element in elements(self.root) if element.get("id") == identifier), None)

    def replace(self, old: Element, new: list[Element]) -> None:
        """Put elements in the place of one; the text that followed it follows the last of them."""
        parent = self._parents[old]
        place = list(parent).index(old)
        tail = old.tail
        parent.remove(old)
        for offset, element in enumerate(new):
            parent.insert(place + offset, element)
        if new:
            new[-1].tail = tail
        self._parents = {child: around for around in elements(self.root) for child in around}


def parse_document(text: str) -> Tree:
    """A whole page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(text)
    return Tree(root, _faults(parser))


def parse_fragment(text: str) -> Tree:
    """Part of a page, in the place its first element belongs to."""
    first = re.match(r"\s*(?:<!--.*?-->\s*)*<(\w+)", text, re.DOTALL)
    container = {"tr": "tbody", "td": "tr", "th": "tr", "tbody": "table", "option": "select"}.get(
        first.group(1) if first else "", "div"
    )
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parseFragment(text, container=container)
    return Tree(root, _faults(parser))


def _faults(parser: "html5lib.HTMLParser") -> list[str]:
    return [f"line {line}: {code} {details or ''}".rstrip() for (line, _column), code, details in parser.errors]


def elements(root: Element, *names: str, **attributes: str) -> list[Element]:
    """The elements below (and with) this one of these names that carry these attributes, in document order."""
    wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return [
        element
        for element in root.iter()
        if isinstance(element.tag, str)
        and (not names or element.tag in names)
        and all(element.get(name) == value for name, value in wanted.items())
    ]


def has_class(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()


def text_of(element: Element) -> str:
    """What a person reads there, with white space folded."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in INVISIBLE:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    if element.tag in {"p", "li", "tr", "td", "th", "dt", "dd", "div", "br", "h1", "h2", "h3", "option", "label"}:
        yield " "
