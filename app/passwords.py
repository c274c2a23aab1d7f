"""Passwords: the rules, the hash, the one-time ones.

Rules after OWASP's Authentication Cheat Sheet and NIST SP 800-63B: length and a list of common ones, no rules
of composition, no expiry. Hash after OWASP's Password Storage Cheat Sheet.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.access import Role
from indexer.clauses import HandbookError

SHORTEST: dict[Role, int] = {
    "trainee": 8,
    "supervisor": 12,
    "manager": 12,
    "auditor": 12,
    "administrator": 12,
}
"""Characters by role: who can act for others needs the longer one."""
LONGEST = 128
"""Characters; bounds the work of one hash."""
MEMORY_KIB, PASSES, LANES = 19456, 2, 1
"""argon2id with 19 MiB and two passes: OWASP's minimum, 38 ms on the machines it was measured on."""
AT_ONCE = 2
"""Hashes computed at the same time, so that a storm of sign-ins cannot fill the memory."""
ONE_TIME_LENGTH = 14
ONE_TIME_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters that are mistaken for others on paper; 14 of 31 are 69 bits."""

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_slots = threading.BoundedSemaphore(AT_ONCE)

_COMMON_WORDS = """
12345678 123456789 1234567890 0123456789 123123123 11111111 111111111 00000000 88888888 66666666 87654321
987654321 12341234 11223344 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 qazwsx123 qwertyui qwertyuiop qwerty123
asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 password password1 password123 passw0rd p@ssw0rd p@ssword letmein1
iloveyou welcome1 welcome123 admin123 admin1234 admin123456 administrator root1234 test1234 test123456
abc12345 abc123456 abcd1234 abcdefgh a1234567 a12345678 a123456789 aa123456 aa12345678 qq123456 qq123456789
woaini1314 woaini520 woaini521 5201314520 52013145201314 1314520520 147258369 159357159 789456123 741852963
11112222 12344321 123456abc 123456aa 123456qq 1234qwer qwer1234 zaq12wsx changeme changeme123 default123
wuye1234 wuye123456 wuye12345678 shouce123 handbook handbook1 handbook123 handbook1234 xiaoqu123 xiaoqu1234
1234567890ab 123456789012 123456789abc qwertyuiop12 password1234 password12345 admin12345678
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Common passwords of eight characters and more, from public lists of leaked ones."""


def check_password(password: str, *, role: Role, login: str, name: str = "") -> str:
    """The password in the form that is hashed (NFKC).

    Raises:
        HandbookError: It is too short, too long, common, or made of the login name.
    """
    form = normal(password)
    shortest = SHORTEST[role]
    if len(form) < shortest:
        raise HandbookError(f"密码不足 {shortest} 个字符。", fix="用一句好记的话，例如四个不相干的词。")
    if len(form) > LONGEST:
        raise HandbookError(f"密码超过 {LONGEST} 个字符。", fix="用短一些的密码。")
    lower = form.lower()
    if lower in COMMON or len(set(lower)) <= 3 or _is_run(lower):
        raise HandbookError("这个密码太常见，容易被猜中。", fix="换一个别人想不到的密码。")
    if any(len(word) >= 3 and word.lower() in lower for word in (login, name)):
        raise HandbookError("密码里含有登录名或姓名。", fix="换一个与自己的名字无关的密码。")
    return form


def hash_password(password: str) -> str:
    """argon2id hash with its salt and parameters."""
    with _slots:
        return _hasher.hash(normal(password))


def matches(stored: str, password: str) -> bool:
    """Whether `password` is the one hashed in `stored`; takes as long where there is no account ("")."""
    form = normal(password)[: LONGEST + 1]
    with _slots:
        try:
            return _hasher.verify(stored or _nobody(), form) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def one_time() -> str:
    """A random password to be handed over on paper and changed at first sign-in."""
    return "".join(secrets.choice(ONE_TIME_LETTERS) for _ in range(ONE_TIME_LENGTH))


def normal(password: str) -> str:
    """NFKC, so that an input method's full-width digits are the same password."""
    whole = password.encode("utf-8", "replace").decode()  # a lone surrogate is no character
    return unicodedata.normalize("NFKC", whole)


_nobody_hash: list[str] = []


def _nobody() -> str:
    """A hash that nobody knows the password of."""
    if not _nobody_hash:
        _nobody_hash.append(_hasher.hash(secrets.token_hex(16)))
    return _nobody_hash[0]


def _is_run(text: str) -> bool:
    """``abcdefgh`` or ``98765432``: each character one step from the last."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({1}, {-1})
