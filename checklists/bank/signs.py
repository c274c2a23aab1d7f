"""Words by which a sentence is cut: occasions, lists, former rules, verbs."""

from __future__ import annotations

import re

from indexer.demands.words import word_list

VERBS = frozenset(word for word in word_list("verbs", "verbs") if len(word) == 2)
SINGLE_VERBS = frozenset(word_list("verbs", "single"))
CONDITION_END = re.compile(r"(?:(?<!小)时|后|前|的|中|期间|之日起|情况下|情形下|之外|以外|除外|外|起)$")
CONDITION_START = re.compile(r"^(?:除|如|若|因|当|凡|未经|经|位于|自|每|遇|对|在|按|从|为|非|确)")
OCCASION_START = re.compile(r"^(?:发现|发生|遇|接到|出现|收到)")
"""How an occasion begins that needs no 时: 发现学生突发疾病，…"""
FORMER = re.compile(
    r"原规定|原为|曾规定|现(?:已)?取消|现(?:已)?废止|已废止|不再执行|此前规定|旧版规定|例如|比如|举例|譬如|改为|调整为|修改为|暂停执行|自[^，。]{0,10}起?(?:废止|作废|失效)|（原"
)
PENALTY = re.compile(r"扣\d|扣除?\d+分|扣分(?!项|内容|理由|有异议)|罚款|处以?罚(?!法)|罚\d|扣罚|扣减")
LISTED = re.compile(r"下列|以下|如下")
LONGEST = 130
"""Characters of a frame; a longer stem is not read."""


class Unfit(Exception):
    """A demand of which no sentence can be made that stands alone; the message is the reason."""


_ACT_START = frozenset("在于自对将把向由用以从给为每按经先再及逐立随即当")
"""First characters of an act that is no verb of two characters."""


def acts(text: str) -> bool:
    """Whether `text` begins with a verb or with words that lead to one; not 「年度财务报告永久保存」."""
    if re.match(r"[\u4e00-\u9fff]{2,6}[前后时](?!往|续|效)", text[:8]) and text[:1] not in _ACT_START:
        return False  # 「演练前 3 日告知」 begins with an occasion
    if text[:2] not in VERBS and re.match(r"[\u4e00-\u9fff]{2,6}、", text):
        return False  # 「发票、完税凭证保存 10 年」 counts up things
    return text[:2] in VERBS or text[:1] in _ACT_START or text[:1] in SINGLE_VERBS
