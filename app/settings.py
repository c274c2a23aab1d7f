"""Settings from the environment. All have a default; `SETTINGS` is the list that the documentation prints."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.home import Home

SETTINGS: Mapping[str, str] = {
    "HANDBOOK_ROOT": "手册所在的目录；默认从当前目录向上找含 handbook/ 的目录",
    "HANDBOOK_DATA": "数据目录；默认 <root>/var",
    "HANDBOOK_KEYS": "签名密钥目录，权限 0700，不和记录放在同一份备份里；默认 <data>/keys",
    "HANDBOOK_DATABASE_URL": "记录库，如 postgresql://用户@主机/库名；默认 <data>/records.db（SQLite）",
    "HANDBOOK_ANCHORS": "锚点文件，多个用冒号隔开，应放在另一块磁盘上；默认 <data>/anchors.jsonl（仅本机）",
    "HANDBOOK_SITE_URL": "公开站点的地址，用于打印件上的二维码；默认取 mkdocs.yml 的 site_url",
    "HANDBOOK_HOSTS": "应用对外的主机名，多个用逗号隔开；默认只有本机名和地址",
    "HANDBOOK_MODEL": "检索用的模型；默认用随程序的模型",
    "HANDBOOK_VECTORS": "向量库：auto（默认，一万条以内用 exact）、exact（逐条精确比较）、chroma，"
    "或 pgvector（放在 HANDBOOK_DATABASE_URL 的 PostgreSQL 里）",
    "HANDBOOK_OIDC_ISSUER": "统一身份认证（OpenID Connect）的地址；不写就只用密码登录",
    "HANDBOOK_OIDC_CLIENT": "在统一身份认证里登记的客户端编号",
    "HANDBOOK_OIDC_SECRET_FILE": "存放客户端密钥的文件，只有程序的账号可读",
    "HANDBOOK_OIDC_CLAIM": "哪个声明是登录名；默认 preferred_username",
    "HANDBOOK_LOG": "应用的日志（每行一个 JSON，不含个人信息）：文件路径，或 - 表示标准错误；默认不写",
}
"""Name -> what it does."""

TESTING = ("HANDBOOK_CORPUS",)
"""Names that only the tests read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says about the records of one home."""

    database: str | Path
    """Path of a SQLite file or URL of a PostgreSQL database."""
    keys: Path
    anchors: tuple[Path, ...]
    anchored_elsewhere: bool
    """Whether an anchor file was named; the default lies beside the records, for the same hands to change."""


def read_settings(home: Home, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings for `home`; relative paths start at its root."""
    env = os.environ if environment is None else environment
    parts = [part.strip() for part in env.get("HANDBOOK_ANCHORS", "").split(os.pathsep)]
    named = [Path(part).expanduser() for part in parts if part]
    anchors = tuple(path if path.is_absolute() else home.root / path for path in named)
    return Settings(
        database=env.get("HANDBOOK_DATABASE_URL") or home.records_db,
        keys=home.keys,
        anchors=anchors or (home.data / "anchors.jsonl",),
        anchored_elsewhere=bool(anchors),
    )


def unknown_settings(environment: Mapping[str, str] | None = None) -> list[str]:
    """Names that look like settings of ours and are none: usually misspelt."""
    env = os.environ if environment is None else environment
    return sorted(name for name in env if name.startswith("HANDBOOK_") and name not in {*SETTINGS, *TESTING})
