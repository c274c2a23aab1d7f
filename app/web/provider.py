"""The conversation with a company's OpenID Connect provider (OpenID Connect Core 1.0, code flow with PKCE).

The provider only says who somebody is. Accounts, roles, posts and projects stay here, so an account must exist
before it can be signed in to, and one that was closed here stays closed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from indexer.clauses import HandbookError

SECONDS = 10
"""How long an answer of the provider is waited for."""
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures taken; neither ``none`` nor one with the shared secret."""
LEEWAY = 60
"""Seconds by which the provider's clock may differ."""
FAILED = "统一身份认证没有成功。"
AGAIN = "再试一次；仍不成功请用密码登录，并告诉管理员。"


@dataclass(frozen=True, slots=True)
class Request:
    """What is remembered between sending somebody to the provider and their coming back."""

    state: str
    nonce: str
    verifier: str
    came: str
    """Where they wanted to go, a path of ours."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the settings name it."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    claim: str
    """The claim of the ID token that holds the login name of an account here."""

    def address(self, request: Request, back: str) -> str:
        """Where to send somebody.

        Raises:
            HandbookError: The provider cannot be reached or describes itself wrongly.
        """
        described = self._described()
        with self._session(back) as session:
            url, _ = session.create_authorization_url(
                described["authorization_endpoint"],
                state=request.state,
                nonce=request.nonce,
                code_verifier=request.verifier,
            )
        return str(url)

    def login(self, code: str, request: Request, back: str, now: float) -> str:
        """The login name that the provider vouches for.

        Args:
            code: The authorization code that came back.
            now: Seconds since 1970, to judge the token's validity by.

        Raises:
            HandbookError: The code is not taken, or the token is not for us, not fresh or not genuine.
        """
        described = self._described()
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError
        from requests import RequestException

        try:
            with self._session(back) as session:
                token = session.fetch_token(
                    described["token_endpoint"],
                    code=code,
                    code_verifier=request.verifier,
                    grant_type="authorization_code",
                    timeout=SECONDS,
                )
            claims = _claims(
                token["id_token"], self._fetched(described["jwks_uri"]), self, request.nonce, now
            )
        except (AuthlibBaseError, JoseError, RequestException, KeyError, TypeError, ValueError):
            raise HandbookError(FAILED, fix=AGAIN) from None
        name = claims.get(self.claim)
        if not isinstance(name, str) or not name.strip():
            raise HandbookError(
                f"统一身份认证没有给出 {self.claim}。",
                fix="请管理员检查 HANDBOOK_OIDC_CLAIM 和认证系统的设置。",
            )
        if self.claim == "email" and claims.get("email_verified") is not True:
            raise HandbookError("这个电子邮箱没有经过认证系统验证。", fix="先在认证系统里验证邮箱。")
        return name.strip()

    def _session(self, back: str) -> Any:
        from authlib.integrations.requests_client import OAuth2Session

        return OAuth2Session(
            self.client,
            self.secret,
            redirect_uri=back,
            scope="openid profile email",
            code_challenge_method="S256",
        )

    def _described(self) -> Mapping[str, Any]:
        """The provider's own description (OpenID Connect Discovery 1.0, section 4)."""
        found = self._fetched(self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        wrong = found.get("issuer") != self.issuer or not all(_trusted(str(found.get(one))) for one in needed)
        if wrong:
            raise HandbookError(
                "统一身份认证的配置不对。",
                fix="请管理员检查 HANDBOOK_OIDC_ISSUER：须与认证系统自称的一字不差。",
            )
        return found

    def _fetched(self, address: str) -> Mapping[str, Any]:
        import requests

        try:
            answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError):
            raise HandbookError("统一身份认证现在连不上。", fix="请用密码登录，或稍后再试。") from None
        if not isinstance(found, dict):
            raise HandbookError(FAILED, fix=AGAIN)
        return found


def provider_from(environment: Mapping[str, str] | None = None) -> Provider | None:
    """The provider that the settings name, if any.

    Raises:
        HandbookError: Only half of the settings are there, the address is not https, or the secret cannot be read.
    """
    env = os.environ if environment is None else environment
    issuer, client = env.get("HANDBOOK_OIDC_ISSUER", ""), env.get("HANDBOOK_OIDC_CLIENT", "")
    if not issuer and not client:
        return None
    file = env.get("HANDBOOK_OIDC_SECRET_FILE", "")
    if not (issuer and client and file):
        raise HandbookError(
            "统一身份认证的设置不全。", fix="HANDBOOK_OIDC_ISSUER、_CLIENT、_SECRET_FILE 三项都要写。"
        )
    if not _trusted(issuer):
        raise HandbookError(f"HANDBOOK_OIDC_ISSUER 的地址 {issuer} 不安全。", fix="写 https:// 开头的地址。")
    try:
        secret = Path(file).expanduser().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise HandbookError(f"读不了 {file}。", fix="检查 HANDBOOK_OIDC_SECRET_FILE 和文件权限。") from None
    try:
        import authlib  # noqa: F401
    except ImportError:
        raise HandbookError(
            "没有安装统一身份认证要用的包。",
            fix="运行 .venv/bin/pip install -c requirements.lock -e '.[oidc]'。",
        ) from None
    return Provider(issuer, client, secret, env.get("HANDBOOK_OIDC_CLAIM", "") or "preferred_username")


def _trusted(address: str) -> bool:
    """https, or this computer."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    )


def _claims(
    token: str, keys: Mapping[str, Any], provider: Provider, nonce: str, now: float
) -> Mapping[str, Any]:
    """The claims of a genuine ID token for us (OpenID Connect Core 1.0, section 3.1.3.7)."""
    from joserfc import jwt
    from joserfc.jwk import KeySet

    read = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
    jwt.JWTClaimsRegistry(
        now=lambda: int(now),
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    ).validate(read.claims)
    if isinstance(read.claims["aud"], list) and read.claims.get("azp", provider.client) != provider.client:
        raise ValueError("azp")
    return read.claims
