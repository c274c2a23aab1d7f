"""Lines of documents that are no provisions: notices, page numbers, form fields."""

from __future__ import annotations

import re

from indexer.demands.alternatives import FirstOf
from indexer.demands.guards import Guarded
from indexer.demands.words import word_list

_NOTICES = tuple(Guarded(pattern, re.IGNORECASE) for pattern in word_list("boilerplate", "notices"))
_FORMS = Guarded("|".join(f"(?:{pattern})" for pattern in word_list("boilerplate", "forms")))
_CUT_OFF = Guarded(
    r"(?:[，,、]|(?<!目)的|和|与|及|或|以及|或者|并且?|且|对|在|将|把|被|由|向|从|按|按照|根据|依照|依据|应|应当|须|必须|不得|为|每|第|之|其|该|至|于|以|经|等待|下列|然后|其次|首先|包括|(?:在|于|应|应当|必须|须)(?:每[日天周月季年班次]|当[日天晚])|(?:应|应当|必须|须)(?:立即|及时|马上|迅速|尽快|严格|认真|随时|如实|主动|定期|积极|妥善)(?:上前)?|…|\.\.\.?)$"
)
_WANTS_OBJECT = Guarded(
    r"(?:应|应当|必须|须|不得)(?:熟悉|掌握|建立|制定|履行|设立|采取|遵守|具备|提供|开展|加强|设置|配备|做到|符合|满足|包含|确定|接受)$"
)
"""A verb that cannot stand without its object at the end of a line."""
LONGEST_NOTICE = 200
"""Characters; a notice is a short line, a provision that holds one of its words is longer."""


def is_boilerplate(line: str) -> bool:
    """Whether a line is a notice, a page number, or fields of a form.

    >>> is_boilerplate("版权所有 © 某某物业"), is_boilerplate("姓名：____ 日期：____"), is_boilerplate("应每日巡查一次。")
    (True, True, False)
    """
    text = line.strip()
    if len(text) > LONGEST_NOTICE:
        return False
    return _ANY_OF(text) is not None


_ANY_OF = FirstOf(("form" if rule is _FORMS else "notice", rule) for rule in (_FORMS, *_NOTICES))


def is_cut_off(line: str) -> bool:
    """Whether the end of a line is missing.

    >>> is_cut_off("维修工应在接到通知后，对"), is_cut_off("维修工应到场。")
    (True, False)
    """
    text = line.rstrip()
    return bool(_CUT_OFF.search(text) or _WANTS_OBJECT.search(text))
