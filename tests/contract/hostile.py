"""Files that no honest person wrote: for a handbook, for `extract` and `import`, and for the other readers."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable

FRONT = '---\nsection: "{number}"\ntitle: {title}\nedition: A/0\neffective: 2026-01-01\n---\n# {number} {title}\n\n'
SCRIPT = "<script>alert(1)</script>"
IMAGE = '<img src=x onerror="alert(1)">'
RTL, ZERO, BELL, NUL = "\u202e", "\u200b", "\x07", "\x00"
FORMULA = '=HYPERLINK("http://x","y")'


def section(number: str, body: str, *, title: str = "甲", more: str = "") -> bytes:
    """One section file of a handbook; `more` are lines of front matter."""
    text = FRONT.format(number=number, title=title) + body + "\n"
    return text.replace("effective", f"{more}effective", 1).encode("utf-8", "surrogatepass")


def _clause(text: str, attributes: str = "") -> str:
    return f"- {text}{{#N-01{attributes and ' ' + attributes}}}"


BODIES: dict[str, str] = {
    "script": _clause(f"维修工应检查{SCRIPT}水泵。"),
    "image": _clause(f"维修工应检查{IMAGE}水泵。"),
    "svg": _clause("维修工应检查<svg onload=alert(1)>水泵。"),
    "iframe-block": '<iframe src="http://x"></iframe>\n\n' + _clause("维修工应检查水泵。"),
    "style-block": "<style>body{display:none}</style>\n\n" + _clause("维修工应检查水泵。"),
    "comment": "<!-- - 秘密{#N-02} -->\n\n" + _clause("维修工应检查水泵。"),
    "open-comment": "<!-- 没有结束\n\n" + _clause("维修工应检查水泵。"),
    "processing": "<?php echo 1 ?>\n\n" + _clause("维修工应检查水泵。"),
    "marked-section": _clause("维修工应检查`<![CDATA[`水泵。"),
    "marked-section-open": _clause("维修工应检查 <![ 水泵。"),
    "marked-in-code": "`<![`\n\n" + _clause("维修工应检查水泵。"),
    "javascript-link": _clause("维修工应[检查](javascript:alert(1))水泵。"),
    "javascript-upper": _clause("维修工应[检查](JaVaScRiPt:alert`1`)水泵。"),
    "data-link": _clause("维修工应[检查](data:text/html;base64,PHNjcmlwdD4=)水泵。"),
    "entity-link": _clause("维修工应[检查](&#106;avascript:alert(1))水泵。"),
    "reference-link": _clause("维修工应[检查][r]水泵。") + "\n\n[r]: javascript:alert(1)",
    "autolink": _clause("维修工应检查<javascript:alert(1)>水泵。"),
    "file-link": _clause("维修工应[检查](../../../../etc/passwd)水泵。"),
    "remote-image": "![x](http://tracker/x.png)\n\n" + _clause("维修工应检查水泵。"),
    "attr-list": _clause("维修工应检查水泵。") + '\n{: onclick="alert(1)" }',
    "attr-list-inline": _clause("维修工应**检查**{: onmouseover=alert(1)}水泵。"),
    "attr-in-heading": '## 标题 {: #x onclick="alert(1)" }\n\n' + _clause("维修工应检查水泵。"),
    "onclick-attribute": _clause("维修工应检查水泵。", 'onclick="alert(1)"'),
    "id-traversal": "- 维修工应检查水泵。{#../../x-01}",
    "id-huge": "- 维修工应检查水泵。{#999999.999999-999999}",
    "id-fullwidth": "- 维修工应检查水泵。{#２.３-０１}",
    "id-script": f"- 维修工应检查水泵。{{#{SCRIPT}}}",
    "braces-open": "- 维修工应检查水泵。{#N-01",
    "braces-nested": '- 维修工应检查水泵。{#N-01 posts="{#N-02}"}',
    "braces-many": "- 维修工应检查水泵。" + "{#N-01}" * 300,
    "braces-deep": "- " + "{" * 3000 + "#N-01" + "}" * 3000,
    "brackets-open": _clause("[" * 390 + "维修工应检查水泵。"),
    "brackets-many": _clause("[" * 3900 + "维修工应检查水泵。"),
    "brackets-lines": "\n".join("[" * 300 for _ in range(200)) + "\n\n" + _clause("维修工应检查水泵。"),
    "stars": _clause("*" * 3900 + "应"),
    "stars-pairs": _clause("*a **b " * 500),
    "backticks": _clause("`" * 3900),
    "backticks-rising": _clause("".join("`" * n + "a" for n in range(1, 85))),
    "underscores": _clause("_a " * 1200),
    "tildes": _clause("~~a" * 1200),
    "angle": _clause("<" * 3900),
    "link-nest": _clause("[a](" * 390),
    "image-nest": _clause("![" * 390),
    "quotes-deep": ">" * 3000 + " 应",
    "list-deep": "\n".join("    " * n + "- 应" for n in range(200)) + "\n\n" + _clause("维修工应检查水泵。"),
    "list-deep-numbered": "\n".join("    " * n + f"{n}. 应" for n in range(100)),
    "rule-lines": "---\n" * 5000 + _clause("维修工应检查水泵。"),
    "huge-line": _clause("应" * 160_000),
    "long-word": _clause("维修工应检查" + "a" * 3800),
    "huge-table": "| 对象 | 频次 |\n| --- | --- |\n" + "| 水泵 | 每日1次 |\n" * 12_000,
    "wide-table": "|" + "a|" * 1900 + "\n|" + "-|" * 1900 + "\n|" + "应|" * 1900,
    "ragged-table": "| 对象 | 频次 |\n| --- | --- |\n| a | b | c | d {#N-01} |\n| 只有一格 {#N-02} |",
    "many-clauses": "\n".join(f"- 维修工应检查{n}号水泵。{{#N-{n:02d}}}" for n in range(1, 400)),
    "many-headings": "\n\n".join(f"{'#' * (n % 6 + 1)} 标题{n}" for n in range(3000)),
    "references": "\n".join(f"[{n}]: http://x/{n} 'y'" for n in range(3000)) + "\n\n" + _clause("应[1]。"),
    "footnotes": _clause("维修工应检查[^1]水泵。") + "\n\n[^1]: 脚注 " + SCRIPT,
    "nul": _clause(f"维修工应{NUL}检查水泵。"),
    "controls": _clause(f"维修工应{BELL}\x1b[31m检查\x0b\x0c\x7f水泵。"),
    "right-to-left": _clause(f"维修工应{RTL}检查水泵。"),
    "zero-width": _clause(f"维修工{ZERO}应{ZERO}检查水泵。"),
    "line-separator": _clause("维修工应\u2028检查\u2029水泵\x85。"),
    "combining": _clause("维修工应检查e" + "\u0301" * 2000 + "水泵。"),
    "not-nfc": _clause("维修工应检查cafe\u0301水泵。"),
    "emoji": _clause("维修工应检查👨‍👩‍👧‍👦水泵🇨🇳。"),
    "private-use": _clause("维修工应检查\ue000\U000f0000\U0010ffff水泵。"),
    "surrogate": _clause("维修工应检查\ud800水泵。"),
    "byte-order-mark": "\ufeff" + _clause("维修工应检查水泵。"),
    "huge-number": _clause("维修工应在" + "9" * 3000 + "分钟内到场。"),
    "huge-chinese-number": _clause("维修工应在" + "九亿" * 900 + "分钟内到场。"),
    "huge-list-start": "999999999. 维修工应检查水泵。{#N-01}",
    "odd-numbers": _clause("维修工应在1e999分钟、NaN日、-0小时、0.0000001秒、1/0天内到场。"),
    "big-range": _clause("温度应为5～-999999999999999999999℃，每0小时0次。"),
    "formula": _clause(f"{FORMULA}应每日检查1次。"),
    "formula-plus": _clause("+cmd|'/c calc'!A0应每日检查1次。"),
    "formula-at": _clause("@SUM(1+1)应每日检查1次。"),
    "formula-minus": _clause("-2+3应每日检查1次。", 'posts="=1+1"'),
    "gift-syntax": _clause("维修工应在30分钟内{=对 ~错 #注}到场::名::。"),
    "moodle-cdata": _clause("维修工应检查]]>水泵&amp;<b>在30分钟内</b>。"),
    "jinja": _clause("维修工应检查{{ config.site_name }}{% raw %}水泵。"),
    "admonition": "!!! note\n    " + _clause("维修工应检查水泵。"),
    "snippets": '--8<-- "/etc/passwd"\n\n' + _clause("维修工应检查水泵。"),
    "toc": "[TOC]\n\n" + _clause("维修工应检查水泵。"),
    "setext": _clause("维修工应检查水泵。") + "\n===\n---",
    "same-title-again": "# 9 别的\n\n# 10 再来\n\n" + _clause("维修工应检查水泵。"),
    "regex": _clause("应" + "不得少于" * 900),
    "regex-conditions": _clause("，".join(["如果发现问题后"] * 500) + "应处理。"),
    "regex-exceptions": _clause("除" * 1500 + "外，应处理。"),
    "regex-spaces": _clause("应" + " " * 3500 + "x"),
    "regex-commas": _clause("维修工应检查" + "、，；：" * 900),
    "regex-law": _clause("应按《" * 900),
    "regex-digits": _clause("应1" + "-1" * 1800),
    "script-heading": f"## {SCRIPT}{IMAGE}\n\n" + _clause("维修工应检查水泵。"),
    "script-cells": f"| {SCRIPT} | 频次 |\n| --- | --- |\n| {IMAGE} | 每日1次 {{#N-01}} |",
    "script-posts": _clause("应检查水泵。", f'posts="{SCRIPT}"'),
    "script-form": _clause("应检查水泵。", 'form="../../../x<b>"'),
    "script-basis": _clause("应检查水泵。", f'basis="{SCRIPT}"'),
}
"""Bodies of a section; ``N`` stands for its number."""
TITLES = {
    "script-heading": f"</title>{SCRIPT}{IMAGE}",
    "script-cells": "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "script-basis": '" onmouseover=alert(1) x="',
    "script": "[甲](javascript:alert(1))",
}
"""Titles of some of those sections."""

FILES: dict[str, bytes] = {
    "empty.md": b"",
    "only-bom.md": b"\xef\xbb\xbf",
    "only-dashes.md": b"---\n---\n",
    "utf16.md": section("9.1", "- 维修工应检查。{#9.1-01}").decode().encode("utf-16"),
    "gbk.md": section("9.1", "- 维修工应检查。{#9.1-01}").decode().encode("gbk"),
    "bytes.md": bytes(range(256)) * 40,
    "null-bytes.md": b"\x00" * 100_000,
    "ten-megabytes.md": b"a" * 10_000_000,
    "cr-only.md": section("9.1", "- 维修工应检查。{#9.1-01}").replace(b"\n", b"\r"),
    "yaml-bomb.md": (
        b'---\nsection: "9.1"\ntitle: &a [x,x]\nowner: &b [*a,*a,*a,*a]\nbasis: &c [*b,*b,*b,*b]\n---\n'
    ),
    "yaml-python.md": b'---\nsection: !!python/object/apply:os.system ["touch /tmp/owned"]\n---\n',
    "yaml-deep.md": b"---\nsection: " + b"[" * 5000 + b"\n---\n",
    "yaml-deep-map.md": b"---\nsection: " + b"{a: " * 3000 + b"\n---\n",
    "yaml-long-key.md": b"---\n" + b"k" * 100_000 + b": 1\n---\n",
    "yaml-documents.md": b'---\nsection: "9.1"\n--- \n...\n---\n---\n',
    "yaml-merge.md": b"---\n<<: {section: x}\n---\n",
    "yaml-binary.md": b"---\nsection: !!binary R0lGODlh\ntitle: x\nedition: A/0\neffective: 2026-01-01\n---\n",
    "yaml-null-keys.md": b"---\n? \n: x\n? [a]\n: y\n---\n",
    "yaml-set.md": b"---\nsection: !!set {a, b}\ntitle: !!omap [a: b]\n---\n",
    "yaml-float.md": b"---\nsection: .inf\ntitle: .nan\nedition: 1e999\neffective: 0001-01-01\n---\n",
    "yaml-title-list.md": section("9.1", "应{#9.1-01}", title="[a, b]"),
    "yaml-title-long.md": section("9.1", "应{#9.1-01}", title="长" * 100_000),
    "yaml-title-lines.md": section("9.1", "应{#9.1-01}", title='"a\\nb\\0c"'),
    "section-traversal.md": section("../../x", "应{#9.1-01}"),
    "section-negative.md": section("-1.-2", "应{#9.1-01}"),
    "section-many.md": section("1.2.3.4.5", "应{#9.1-01}"),
    "section-zero.md": section("0.0", "应{#9.1-01}"),
    "edition-traversal.md": section("9.1", "应{#9.1-01}").replace(b"A/0", b"../../etc"),
    "posts.yml": b"- &a {name: x, aliases: [*a]}\n",
    "forms.yml": b"- {no: 1, name: [[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]}\n",
    "laws.yml": b"- !!python/name:os.system\n",
    "glossary.yml": b"\xff\xfe\x00",
    "editions/A-0.json": b"[" * 100_000,
    "editions/A-1.json": b'{"edition": "A/1", "clauses": 1e400}',
    "editions/..json": b"{}",
}
"""Whole files of a handbook, by their path in it."""


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'officeDocument" Target="word/document.xml"/></Relationships>'
)
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: bytes, before: bytes = b"", **parts: bytes) -> bytes:
    """A Word file whose body is the XML `body`."""
    document = (
        b'<?xml version="1.0"?>'
        + before
        + b"<w:document "
        + W
        + b"><w:body>"
        + body
        + b"</w:body></w:document>"
    )
    return zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document, **parts})


def paragraph(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


SAID = paragraph("维修工应检查水泵。")
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(9))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _damaged(data: bytes) -> bytes:
    """The compressed bytes of the document itself are wrong; the directory of the archive is sound."""
    at = data.index(b"word/document.xml") + len("word/document.xml") + 20
    return data[:at] + bytes(byte ^ 0x5A for byte in data[at : at + 60]) + data[at + 60 :]


def _lying(data: bytes) -> bytes:
    """The directory says that the document is one byte long."""
    size = zlib.crc32(b"").to_bytes(4, "little")
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 16] + size + data[at + 20 : at + 24] + (1).to_bytes(4, "little") + data[at + 28 :]


WORD: dict[str, Callable[[], bytes]] = {
    "plain.docx": lambda: word(SAID),
    "empty.docx": lambda: b"",
    "text.docx": lambda: "维修工应检查水泵。".encode(),
    "ole.docx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096,
    "truncated.docx": lambda: _truncated(word(SAID * 300)),
    "damaged.docx": lambda: _damaged(word(SAID * 300)),
    "lying.docx": lambda: _lying(word(SAID * 300)),
    "no-parts.docx": lambda: zipped({}),
    "no-document.docx": lambda: zipped({"[Content_Types].xml": TYPES, "_rels/.rels": RELS}),
    "not-xml.docx": lambda: word(b"<w:p><w:r>"),
    "wrong-root.docx": lambda: zipped(
        {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": b"<html><p>x</p></html>"}
    ),
    "bomb.docx": lambda: word(SAID, **{"word/media/x.bin": b"\x00" * 400_000_000}),
    "bomb-text.docx": lambda: word(paragraph("应" * 30_000_000)),
    "many-parts.docx": lambda: word(SAID, **{f"x/{n}": b"" for n in range(6000)}),
    "laughs.docx": lambda: word(paragraph("&j;"), LAUGHS),
    "outside.docx": lambda: word(paragraph("&e;"), OUTSIDE),
    "outside-late.docx": lambda: word(paragraph("&e;"), b"<!--" + b"x" * 9000 + b"-->" + OUTSIDE),
    "laughs-late.docx": lambda: word(paragraph("&j;"), b"<!--" + b"x" * 9000 + b"-->" + LAUGHS),
    "outside-styles.docx": lambda: word(SAID, **{"word/styles.xml": OUTSIDE + b"<x>&e;</x>"}),
    "outside-types.docx": lambda: zipped(
        {
            "[Content_Types].xml": OUTSIDE + b"<Types>&e;</Types>",
            "_rels/.rels": RELS,
            "word/document.xml": b"<x/>",
        }
    ),
    "traversal.docx": lambda: word(SAID, **{"../../../tmp/owned": b"x"}),
    "absolute.docx": lambda: word(SAID, **{"/tmp/owned": b"x"}),
    "deep.docx": lambda: word(b"<w:sdt><w:sdtContent>" * 3000 + SAID + b"</w:sdtContent></w:sdt>" * 3000),
    "deep-tables.docx": lambda: word(b"<w:tbl><w:tr><w:tc>" * 200 + SAID + b"</w:tc></w:tr></w:tbl>" * 200),
    "deep-boxes.docx": lambda: word(
        b"<w:p><w:r><w:txbxContent>" * 80 + SAID + b"</w:txbxContent></w:r></w:p>" * 80
    ),
    "wide-table.docx": lambda: word(
        b"<w:tbl>" + (b"<w:tr>" + (b"<w:tc>" + SAID + b"</w:tc>") * 200 + b"</w:tr>") * 20 + b"</w:tbl>"
    ),
    "odd-levels.docx": lambda: word(
        b'<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
        + SAID
    ),
    "bad-levels.docx": lambda: word(
        b'<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>' + SAID
    ),
    "no-level.docx": lambda: word(b"<w:p><w:pPr><w:numPr><w:ilvl/></w:numPr></w:pPr></w:p>" + SAID),
    "controls.docx": lambda: word(paragraph("维修工应\u202e检查\u200b\x85水泵。")),
    "script.docx": lambda: word(paragraph("维修工应检查&lt;script&gt;水泵。")),
    "braces.docx": lambda: word(paragraph("维修工应检查水泵。{#9.1-01 onclick=&quot;x&quot;}")),
    "many.docx": lambda: word(SAID * 4000),
    "macro.docx": lambda: word(SAID, **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "encrypted.docx": lambda: _encrypted(word(SAID)),
}


def _encrypted(data: bytes) -> bytes:
    """Every part is marked as encrypted."""
    made = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(mark)
        while at >= 0:
            made[at + place] |= 1
            at = made.find(mark, at + 4)
    return bytes(made)


TEXTS: dict[str, Callable[[], bytes]] = {
    "empty.md": lambda: b"",
    "empty.txt": lambda: b"",
    "binary.txt": lambda: bytes(range(256)) * 400,
    "image.txt": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 5000,
    "picture.png": lambda: b"\x89PNG\r\n\x1a\n",
    "program.exe": lambda: b"MZ",
    "utf16.txt": lambda: "维修工应检查水泵。".encode("utf-16"),
    "utf16-odd.txt": lambda: "维修工应检查水泵。".encode("utf-16") + b"\x00",
    "utf16-surrogate.txt": lambda: b"\xff\xfe\x00\xd8\x00\xd8",
    "utf32.txt": lambda: "维修工应检查水泵。".encode("utf-32"),
    "gbk-broken.txt": lambda: "维修工应检查水泵。".encode("gbk")[:-1] + b"\xff\xff",
    "surrogates.md": lambda: b"\xed\xa0\x80\xed\xb0\x80",
    "long-line.txt": lambda: "维修工应检查水泵，".encode() * 400_000,
    "long-line-plain.txt": lambda: b"a" * 10_000_000,
    "many-lines.txt": lambda: "维修工应检查水泵。\n".encode() * 20_000,
    "blank-lines.txt": lambda: b"\n" * 3_000_000,
    "no-stops.txt": lambda: "应".encode() * 200_000,
    "nested.md": lambda: "\n".join("  " * n + "- 应" for n in range(400)).encode(),
    "quotes.md": lambda: b">" * 20_000 + "应".encode(),
    "brackets.md": lambda: b"[" * 50_000,
    "fence-open.md": lambda: "```\n维修工应检查水泵。\n".encode() * 200,
    "table-wide.md": lambda: ("|" + "应|" * 5000 + "\n|" + "-|" * 5000 + "\n|" + "应|" * 5000).encode(),
    "table-long.md": lambda: ("| a | 频次 |\n|-|-|\n" + "| 水泵 | 每日1次 |\n" * 5000).encode(),
    "headings.md": lambda: "\n".join(f"{'#' * (n % 9)} 应{n}" for n in range(5000)).encode(),
    "html.md": lambda: f"{SCRIPT}\n\n维修工应检查{IMAGE}水泵。\n".encode(),
    "numbers.txt": lambda: ("维修工应在" + "9" * 50_000 + "分钟内到场。").encode(),
    "numerals.txt": lambda: ("维修工应在" + "万亿" * 5000 + "分钟内到场。").encode(),
    "conditions.txt": lambda: ("如果发现问题后，" * 5000 + "应处理。").encode(),
    "negations.txt": lambda: ("不得不少于" * 5000).encode(),
    "law-marks.txt": lambda: ("应按《" * 10_000).encode(),
    "spaces.txt": lambda: ("应" + " " * 300_000 + "检查").encode(),
    "enumerations.txt": lambda: "".join(f"（{n}）应检查；" for n in range(5000)).encode(),
    "separators.txt": lambda: "维修工应\u2028检查\x85水泵\x0b\x0c。".encode(),
    "front-matter.md": lambda: b"---\n" + b"a: [" * 5000 + "\n---\n维修工应检查水泵。\n".encode(),
}

LAUGHING_XML = LAUGHS + b"<quiz><question><name>&j;</name></question></quiz>"
OUTSIDE_XML = OUTSIDE + b'<quiz><question type="truefalse"><name>&e;</name></question></quiz>'
QUESTIONS: dict[str, Callable[[], bytes]] = {
    "empty.json": lambda: b"",
    "not.json": lambda: b"{",
    "deep.json": lambda: b"[" * 200_000,
    "number.json": lambda: b"7",
    "list.json": lambda: b"[1, null, {}]",
    "items.json": lambda: b'{"items": 7}',
    "items-odd.json": lambda: b'{"items": [7, null, [], {"id": {}}]}',
    "keys.json": lambda: json.dumps(
        {"edition": 1, "items": [{"id": "x", "type": "single", "stem": None, "options": "ab", "key": 99}]}
    ).encode(),
    "types.json": lambda: json.dumps(
        {"items": [{"id": "x", "type": "essay", "stem": "问", "options": [], "key": None}]}
    ).encode(),
    "nan.json": lambda: b'{"items": [{"id": "x", "type": "numeric", "key": {"value": NaN, "unit": 1}}]}',
    "huge-integer.json": lambda: b'{"items": [' + b"9" * 10_000 + b"]}",
    "surrogate.json": lambda: b'{"items": [{"id": "\\ud800", "type": "single", "stem": "\\ud800"}]}',
    "gbk.json": lambda: '{"items": "甲"}'.encode("gbk"),
    "empty.gift": lambda: b"",
    "open.gift": lambda: "::题::问{=对 ~".encode(),
    "deep.gift": lambda: b"{" * 100_000,
    "odd.gift": lambda: b"\x00\x01{}{}{=}~#:::\\\\",
    "laughs.xml": lambda: LAUGHING_XML,
    "outside.xml": lambda: OUTSIDE_XML,
    "not.xml": lambda: b"<quiz><question>",
    "deep.xml": lambda: b"<quiz>" * 50_000,
    "other.xml": lambda: b"<html/>",
    "empty.xlsx": lambda: b"",
    "not.xlsx": lambda: b"PK\x03\x04nothing",
    "bomb.xlsx": lambda: zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": b" " * 400_000_000}),
    "parts.xlsx": lambda: zipped({"[Content_Types].xml": TYPES}),
    "word.xlsx": lambda: word(SAID),
    "question.pdf": lambda: b"%PDF-1.4",
    "none": lambda: b"x",
}
