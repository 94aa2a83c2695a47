"""What the page's script does with a fragment, applied to a parsed page, to compare with the page asked for afresh."""

import copy
import re
from xml.etree.ElementTree import Element, tostring

from tests.driver.html import Tree, elements
from tests.driver.page import Page

CHANGING_VALUES = {"csrf_token"}
CHANGING_ATTRIBUTES = {"nonce", "data-hx-nonce"}
OUT_OF_BAND = "data-hx-swap-oob"


def swapped(page: Page, fragment: Page, *, target: str, style: str = "outerHTML") -> Tree:
    """The page's tree after the fragment was put in the place of ``target`` (an id).

    Elements of the fragment marked ``data-hx-swap-oob`` go where their own id stands.
    """
    tree = Tree(copy.deepcopy(page.tree.root), [])
    incoming = [copy.deepcopy(child) for child in fragment.tree.root]
    for element in [child for child in incoming if child.get(OUT_OF_BAND)]:
        incoming.remove(element)
        element.attrib.pop(OUT_OF_BAND)
        tree.replace(_at(tree, element.get("id", "")), [element])
    place = _at(tree, target)
    if style == "outerHTML":
        tree.replace(place, incoming)
    elif style == "innerHTML":
        for child in list(place):
            place.remove(child)
        place.text = fragment.tree.root.text
        place.extend(incoming)
    else:
        raise ValueError(f"no page here uses the swap {style}")
    return tree


def assert_same(swapped_tree: Tree, fresh: Page, *, ignoring: tuple[str, ...] = ()) -> None:
    """The swapped page and the fresh one hold the same; ``ignoring`` names ids whose content may differ."""
    left = normal(swapped_tree.root, ignoring)
    right = normal(fresh.tree.root, ignoring)
    assert left == right


def normal(root: Element, ignoring: tuple[str, ...] = ()) -> list[str]:
    """The tree as lines of markup without what changes at every answer (tokens, nonces) and white space."""
    tree = copy.deepcopy(root)
    for element in elements(tree):
        if element.get("name") in CHANGING_VALUES:
            element.set("value", "")
        for name in CHANGING_ATTRIBUTES & set(element.attrib):
            element.set(name, "")
        if element.get("id") in ignoring:
            element[:] = []
            element.text = None
        element.attrib = dict(sorted(element.attrib.items()))
    markup = re.sub(r"\s+", " ", tostring(tree, encoding="unicode"))
    return re.sub(r"\s*(<[^>]*>)\s*", r"\n\1\n", markup).split("\n")


def _at(tree: Tree, identifier: str) -> Element:
    found = tree.by_id(identifier)
    if found is None:
        raise AssertionError(f"the page has no #{identifier} to swap")
    return found
