"""Three people sign a draft one after the other; whatever changes meanwhile takes their signatures away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from revision_home import PASSWORD, Company, company

from app.approving import Terms, draft, issue_signed, sign_draft
from app.in_force import edition_in_force
from app.people import who_is
from indexer.clauses import HandbookError

TERMS = Terms(reason="业主反映到场慢")


@pytest.fixture
def firm(no_home: Path) -> Iterator[Company]:
    made = company(no_home / "home")
    made.edit("2.1-visit.md", "30 分钟", "20 分钟")
    yield made
    made.records.close()


def who(firm: Company, login: str):
    return who_is(firm.records.people.find(login))


def shown(firm: Company, login: str = "qian"):
    return draft(firm.home, firm.records, who(firm, login), firm.hands.moment.date())


def sign(firm: Company, login: str, step, terms: Terms | None = None, password: str = PASSWORD):
    terms = terms or shown(firm).terms
    return sign_draft(firm.home, firm.records, who(firm, login), step, password, firm.hands.moment, terms)


def issued(firm: Company, login: str = "sun"):
    return issue_signed(firm.home, firm.records, who(firm, login), firm.hands.moment)


def test_signed_in_turn_by_three_and_issued_with_their_terms(firm: Company):
    assert shown(firm).next_step == "prepared"
    sign(firm, "zhao", "prepared", TERMS)
    assert (shown(firm).terms.reason, shown(firm).terms.effective) == ("业主反映到场慢", "2027-03-08")
    sign(firm, "qian", "reviewed")
    with pytest.raises(HandbookError, match="还没有批准签署"):
        issued(firm)
    sign(firm, "sun", "approved")
    assert shown(firm).next_step is None
    done = issued(firm)
    assert done.edition == "A/1"
    assert done.entry.payload["reason"] == "业主反映到场慢"
    assert done.entry.payload["signers"] == [firm.person(one) for one in ("zhao", "qian", "sun")]


def test_the_terms_hold_on_another_day(firm: Company):
    sign(firm, "zhao", "prepared", TERMS)
    firm.hands.moment = firm.hands.moment.replace(day=8)
    assert list(shown(firm).signed) == ["prepared"]
    firm.hands.moment = firm.hands.moment.replace(day=9)
    with pytest.raises(HandbookError, match="已经过去"):
        shown(firm)


def test_a_text_changed_after_a_signature_is_signed_anew(firm: Company):
    sign(firm, "zhao", "prepared", TERMS)
    sign(firm, "qian", "reviewed")
    firm.edit("2.2-guard.md", "本节说明门岗的做法。", "本节说明门岗和巡逻的做法。")
    assert shown(firm).next_step == "prepared"
    with pytest.raises(HandbookError, match="现在轮到编制"):
        sign(firm, "sun", "approved")


def test_nobody_signs_twice_or_without_the_role_or_the_password(firm: Company):
    with pytest.raises(HandbookError, match="没有这项权限"):
        sign(firm, "li", "prepared", TERMS)
    with pytest.raises(HandbookError, match="密码不对"):
        sign(firm, "zhao", "prepared", TERMS, password="something else")
    sign(firm, "qian", "prepared", TERMS)
    with pytest.raises(HandbookError, match="不能处理自己做的事"):
        sign(firm, "qian", "reviewed")
    with pytest.raises(HandbookError, match="没有这项权限"):
        sign(firm, "zhao", "reviewed")
    with pytest.raises(HandbookError, match="现在轮到审核"):
        sign(firm, "sun", "approved")
    with pytest.raises(HandbookError, match="没有这项权限"):
        issued(firm, "zhao")
    assert edition_in_force(firm.records.ledger) == "A/0"
