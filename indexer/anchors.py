# mypy: disable-error-code="misc"
# (Python-Markdown has no types: its classes are Any to the checker)
"""How the site generator sees a clause: a Markdown extension that turns braces into anchor and number.

Used as ``indexer.anchors`` in the list of Markdown extensions. It also keeps HTML of the source from
reaching the page (it is shown as text) and sanitises what is rendered.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from indexer.braces import parse_braces

BRACES = r"[ \t]*\{#([^{}]*)\}"
MARK = "clause-no"
"""Class of the number in front of a clause."""
CLAUSE = "clause"
"""Class of the element that holds a clause; its id is the clause's."""

_TAGS = """a blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr li ol p pre s span strong sub
sup table tbody td th thead tr ul"""
_SEAM = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n[ \t]*(?=[^\x00-\x7f])")
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
SCHEMES = frozenset({"http", "https", "mailto"})


class ClauseAnchors(Extension):
    """The extension; it has no settings."""

    def extendMarkdown(self, md: Markdown) -> None:
        for registry, names in (
            (md.preprocessors, ("html_block",)),
            (md.inlinePatterns, ("html", "image_link", "image_reference", "short_image_ref")),
        ):
            for name in names:
                if name in registry:
                    registry.deregister(name)
        # after code spans (190), so that an example in backticks stays one; before everything else
        md.inlinePatterns.register(_Braces(BRACES, md), "clause_braces", 185)
        # after inline patterns (20) and before the table of contents (5)
        md.treeprocessors.register(_ToFront(md), "clause_to_front", 15)
        md.treeprocessors.register(_JoinLines(md), "join_lines", 13)
        md.treeprocessors.register(_HeadingIds(md), "heading_ids", 14)
        md.postprocessors.register(_Sanitise(md), "sanitise", -100)


def makeExtension(**_: Any) -> ClauseAnchors:
    """Entry point that Python-Markdown looks for."""
    return ClauseAnchors()


class _Braces(InlineProcessor):
    """Marks the place; `_ToFront` moves the mark to where readers expect a number."""

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        braces, _ = parse_braces(m[1])
        if braces is None:
            return None, None, None
        mark = ElementTree.Element("a", {"class": MARK, "href": f"#{braces.id}"})
        mark.text = str(braces.id)
        return mark, m.start(0), m.end(0)


class _ToFront(Treeprocessor):
    """Moves each number to the front of its clause and names the clause's element."""

    def run(self, root: ElementTree.Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        marks = [node for node in root.iter("a") if node.get("class") == MARK]
        for mark in marks:
            holder = parents[mark]
            while holder.tag not in ("p", "li", "td", "th") and holder in parents:
                holder = parents[holder]
            block = holder
            if holder.tag == "p" and parents[holder].tag == "li" and next(iter(parents[holder])) is holder:
                block = parents[holder]
            elif holder.tag == "td":
                block = parents[holder]
                holder = next(iter(block))
            _detach(parents[mark], mark)
            block.set("id", mark.text or "")
            block.set("class", CLAUSE)
            mark.tail = " " + (holder.text or "").lstrip()
            holder.text = ""
            holder.insert(0, mark)
            parents[mark] = holder


class _JoinLines(Treeprocessor):
    """A line break between Chinese characters is layout; a browser would show it as a space."""

    def run(self, root: ElementTree.Element) -> None:
        for node in root.iter():
            if node.tag not in ("pre", "code"):
                node.text = node.text and _SEAM.sub("", node.text)
            node.tail = node.tail and _SEAM.sub("", node.tail)


class _HeadingIds(Treeprocessor):
    """Gives each heading an address made of its words, Chinese ones too; the table of contents keeps it."""

    def run(self, root: ElementTree.Element) -> None:
        taken: set[str] = set()
        for node in root.iter():
            if node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                words = slug("".join(node.itertext())) or "_"
                name, count = words, 1
                while name in taken:
                    count += 1
                    name = f"{words}-{count}"
                taken.add(name)
                node.set("id", name)


def slug(words: str) -> str:
    """Letters, digits and Chinese characters of `words`, the rest as single hyphens."""
    return re.sub(r"[^\w.]+", "-", words.strip().lower()).strip("-.")


class _Sanitise(Postprocessor):
    """The last word on a page's HTML: only tags, attributes and addresses that we know."""

    def run(self, text: str) -> str:
        return nh3.clean(
            text,
            tags=set(TAGS),
            attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
            url_schemes=set(SCHEMES),
            link_rel="noopener noreferrer",
        )


def _detach(parent: ElementTree.Element, child: ElementTree.Element) -> None:
    """Remove `child`, keeping the text that follows it."""
    tail = child.tail or ""
    place = list(parent).index(child)
    if place:
        before = parent[place - 1]
        before.tail = ((before.tail or "") + tail).rstrip()
    else:
        parent.text = ((parent.text or "") + tail).rstrip()
    child.tail = None
    parent.remove(child)
