"""Which words of force of a clause head a predicate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.demands.guards import Guarded
from indexer.demands.modality import Force
from indexer.demands.segments import Piece
from indexer.demands.verbs import strip_adverbs

_JOINED = Guarded(r"(?:但|也|还|并|且|同时|而|，|、|均|都|又|更|则|时|后|前|的)$")
_WEAK = frozenset(
    (
        "可",
        "可以",
        "要",
        "需",
        "需要",
        "允许",
        "优先",
        "推荐",
        "建议",
        "尽量",
        "享有",
        "有权",
        "须",
        "应",
        "无需",
        "无须",
        "不必",
        "不需要",
        "不需",
        "不用",
        "不能",
        "仅限",
        "只能",
        "最好",
        "不要",
        "不可",
        "均可",
        "也可",
        "亦可",
    )
)
_EMBEDDING = Guarded(
    r"^(?:明确|规定|说明|公示|告知|列明|载明|注明|介绍|提示|确定|公布|掌握|熟悉|知道|了解|讲解|记录|履行|完成|承担)"
)


def heading_forces(clause: Piece, own: Sequence[Force], later_force: bool, later_by: bool) -> list[Force]:
    """Words of force that head a predicate; those inside 应…的 + noun, and doubles (应不得), are passed over."""
    kept: list[Force] = []
    text = clause.text
    for at, force in enumerate(own):
        rest, before = text[force.end - clause.start :], text[: force.start - clause.start]
        if (rest.startswith("的") and not rest.startswith("的话")) or _REMARKS.match(rest):
            continue
        if before.endswith(("是否", "能否", "可否")) or _TELLS_OF.match(rest):
            continue
        if (
            kept
            and force.word.startswith(("方", "才"))
            and kept[-1].modality == "must"
            and _AFTER_LEAVE.match(text[kept[-1].end - clause.start : force.start - clause.start])
        ):
            kept.pop()  # 须经批准后方可实施: one gate
        if kept and force.start - kept[-1].end <= 1:  # 应严禁, 应不宜
            if kept[-1].modality == "must" and force.modality in ("must_not", "should"):
                kept[-1] = Force(kept[-1].start, force.end, force.modality, force.word)
            continue
        attribute = _OF_WHAT.match(rest)
        if kept and (
            (attribute and not _JOINED.search(before))
            or (force.word in _WEAK and not _JOINED.search(before) and not before.endswith("员"))
        ):
            continue
        if (
            attribute
            and at + 1 < len(own)
            and own[at + 1].start >= force.end + attribute.end()
            and not text[: own[at + 1].start - clause.start].endswith(("并", "但", "且"))
        ):
            continue
        if attribute and later_force and force.word in _WEAK - {"应", "须"} and _NOUN_LAST.search(text):
            continue  # 不需要设置系统的场所，应当…
        if attribute and later_by and re.search(r"的[一-鿿]{2,12}$", text):
            continue  # 应当享受的待遇，由…支付
        if attribute and _EMBEDDING.match(strip_adverbs(before)):
            continue
        kept.append(force)
    return kept


_AFTER_LEAVE = Guarded(r"(?:经|待|在|凭|持)[^，、]{2,30}后?$")
_TELLS_OF = Guarded(
    r"[^，。；]{1,24}的[^，]{1,8}(?:(?<![意听看遇会])见|详见|另见)|[^，。；]{1,6}的[^，]{1,8}(?:包括|是(?!否)|如下|分为|主要)|[^，。；]{1,12}的版本号?为"
)
_OF_WHAT = re.compile(r"[^，。；]{1,24}?的(?!$)")
_NOUN_LAST = re.compile(r"的[一-鿿]{2,10}$")
_REMARKS = Guarded(r"(?:注意|说明|指出|强调|看到|承认)的是")
