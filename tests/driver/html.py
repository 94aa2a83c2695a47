"""Parsing as browsers do, and small questions to a parsed tree."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

INVISIBLE = {"script", "style", "template", "head"}
APART = {"p", "li", "tr", "td", "th", "dt", "dd", "div", "br", "h1", "h2", "h3", "option", "label"}


class Tree:
    """A parsed document or fragment: its root, its faults against the HTML standard, and each element's parent."""

    def __init__(self, root: Element, faults: list[str]) -> None:
        self.root = root
        self.faults = faults
        self._learn()

    def _learn(self) -> None:
        self._parents = {child: parent for parent in elements(self.root) for child in parent}
        self._labels = {label.get("for"): label for label in reversed(elements(self.root, "label"))}

    def parent(self, element: Element) -> Element | None:
        return self._parents.get(element)

    def ancestors(self, element: Element) -> Iterator[Element]:
        """The elements around this one, innermost first."""
        around = self._parents.get(element)
        while around is not None:
            yield around
            around = self._parents.get(around)

    def label(self, control: Element) -> Element | None:
        """The label around a field, or the first one for it."""
        around = next((element for element in self.ancestors(control) if element.tag == "label"), None)
        return self._labels.get(control.get("id", "")) if around is None else around

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
        self._learn()


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
    if len(names) == 1:
        named = list(root.iter(names[0]))
    else:
        named = [one for one in root.iter() if (one.tag in names if names else isinstance(one.tag, str))]
    return [one for one in named if all(one.get(name) == value for name, value in wanted.items())] if wanted else named


def has_class(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()


def text_of(element: Element) -> str:
    """What a person reads there, with white space folded."""
    texts: list[str] = []
    _read(element, texts)
    return " ".join("".join(texts).split())


def _read(element: Element, texts: list[str]) -> None:
    """Add what is read there, word apart from word; a list and no generators, since every page is read."""
    if not isinstance(element.tag, str) or element.tag in INVISIBLE:
        return
    if element.text:
        texts.append(element.text)
    for child in element:
        _read(child, texts)
        if child.tail:
            texts.append(child.tail)
    if element.tag in APART:
        texts.append(" ")
