"""Who is who: names and aliases of posts as one, and which of them may stand as an option."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from indexer.clauses import Handbook

INCLUSIVE = re.compile(
    r"全体|所有|员工|^非|每名|工作人员|人员$|部门主管|部门负责人|^主管$|负责人|领导|单位|各部门|班组|当班|值班人|双方|专人|业主|住户|访客"
)
"""Names that hold other posts or are no post of ours: never an option."""


_PLAIN_POST = re.compile(
    r"(?![非由并各每该本请报派让对])(?!.*[和或及与的、，])[\u4e00-\u9fff]{1,6}(?:员|工|长|主管|经理|师|岗|家|人员|前台|保安|总监|主任)"
)
"""What a subject looks like that may stand as a post where the handbook has no list."""


SAME_POST = (
    ("维修工", "修理工", "维修员", "维修人员", "检修工", "维修技工", "维修师傅"),
    ("保安员", "保安", "秩序维护员", "护卫员", "安保员", "安管员", "门卫", "门岗", "保安人员", "巡逻员"),
    ("保安班长", "秩序班长", "安保班长", "班长", "当值班长"),
    ("客服员", "客服", "客服人员", "客服专员", "前台", "前台客服", "客户服务员", "接待员"),
    ("楼栋管家", "管家", "楼管员", "客户管家"),
    ("保洁员", "保洁", "清洁工", "清洁员", "保洁人员"),
    ("绿化员", "绿化工", "园艺工"),
    ("电工", "值班电工", "电气工"),
    ("仓库管理员", "仓管员", "仓管", "库管", "库管员"),
    ("监控值班员", "监控员", "中控员", "消控员", "消防控制室值班员"),
    ("项目经理", "项目负责人", "物业经理", "管理处主任", "小区经理"),
    ("工程主管", "维修主管", "工程经理", "工程部主管"),
    ("收费员", "收银员", "收款员"),
)
"""Words of the trade for one post, where a handbook has no list of its own; the first is the name."""


class Roles:
    """Posts of a handbook; where it has no list, the subjects that its demands name."""

    def __init__(self, handbook: Handbook, subjects: Iterable[str] = ()) -> None:
        self.order: list[str] = [post.name for post in handbook.posts]
        self.canonical: dict[str, str] = {}
        for post in handbook.posts:
            for word in (post.name, *post.aliases):
                self.canonical.setdefault(word, post.name)
        self.listed = bool(self.order)
        if not self.listed:
            for subject in sorted(set(filter(_PLAIN_POST.fullmatch, subjects))):
                name = next((group[0] for group in SAME_POST if subject in group), subject)
                self.canonical[subject] = name
                if name not in self.order:
                    self.order.append(name)
            for group in SAME_POST:
                if group[0] in self.order:
                    self.canonical.update(dict.fromkeys(group, group[0]))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(
            (word for word in self.canonical if len(word) >= 2), key=lambda word: (-len(word), word)
        )
        return re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def named(self, text: str) -> set[str]:
        """Canonical names of the posts that `text` names."""
        return {self.canonical[found.group()] for found in self._pattern.finditer(text)}

    def opening(self, text: str) -> str:
        """The post, as written, with which `text` begins; "" if it begins with none."""
        found = self._pattern.match(text)
        return found.group() if found else ""

    def leading(self, text: str) -> list[str]:
        """Canonical names of the posts that `text` begins with: 维修工 and 保洁员 in 「维修工和保洁员不应…」."""
        names: list[str] = []
        while word := self.opening(text):
            names += [name for name in [self.canonical[word]] if name not in names]
            text = text[len(word) :]
            joint = re.match(r"[、和与及或]", text)
            if joint is None:
                break
            text = text[1:]
        return names

    def acts_in(self, name: str, text: str) -> bool:
        """Whether `name` stands in `text` as a word of its own: not 厨师 in 厨师长."""
        if name not in self.canonical:
            return name in text
        return any(found.group() == name for found in self._pattern.finditer(text))

    def acting(self, text: str) -> str:
        """The post, as written, right before a word of force; "" if none."""
        found = re.search(rf"({self._pattern.pattern})(?=应|须|必须)", text)
        return found[1] if found else ""

    def subject_in(self, text: str, told: str | None) -> str:
        """The post that acts in `text`: what the extractor told, mended where a listed post says more."""
        word = (told or "").removeprefix("由")
        if not self.listed or word in self.canonical:
            return word
        longer = [each for each in self.canonical if word and each.startswith(word) and each in text]
        return max(longer, key=len) if longer else word

    def name_of(self, word: str | None) -> str | None:
        return self.canonical.get(word) if word else None

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word, name in self.canonical.items():
            found.setdefault(name, []).append(word)
        return found

    def words_of(self, name: str) -> list[str]:
        """A post's name and aliases."""
        return self._words.get(name, [])

    def optional(self, name: str) -> bool:
        """Whether a post may be an option at all."""
        return not INCLUSIVE.search(name)

    def nested(self, one: str, other: str) -> bool:
        """Whether one of two posts could be taken to hold the other."""
        return any(
            first in second or second in first
            for first in self.words_of(one)
            for second in self.words_of(other)
        )

    def distance(self, one: str, other: str) -> int:
        """Places between two posts in the handbook's own list."""
        if not self.listed or one not in self.order or other not in self.order:
            return 0
        return abs(self.order.index(one) - self.order.index(other))

    def neighbours(self, name: str) -> list[str]:
        """Other posts, nearest in the handbook's own list first: lists go by department."""
        if name not in self.order:
            return []
        here = self.order.index(name)
        others = [other for other in self.order if other != name]
        return sorted(others, key=lambda other: (abs(self.order.index(other) - here), other))
