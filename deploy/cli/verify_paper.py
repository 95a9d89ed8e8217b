"""`paicha verify-paper`: a printed report against the public keys, with neither network nor database."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from deploy.cli.form_table import print_form
from deploy.cli.terminal import say, say_json, warn
from deploy.embedded.refusal import Refusal
from deploy.papers.checked import Checked, all_parts, checked
from deploy.papers.given import Given, read_given
from services.reporting.forms.documents.wording import spoken
from services.reporting.paper.keys import PaperKey, read_keys
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.shown import document_of
from shared.json_types import JsonObject

_VALID, _NOT_VALID = 0, 1


def verify_paper(
    *given: str, keys: Path, as_json: Annotated[bool, Parameter(name="json", negative=())] = False
) -> int:
    """Check a printed report by its QR codes, and print the figures that were signed.

    Parameters
    ----------
    given
        Photographs (JPEG, PNG) or PDFs of one report, or what its QR codes say. A report of several codes
        takes all of them.
    keys
        File with the answer of GET /reporting/keys.
    as_json
        The outcome for a program.
    """
    if not given:
        raise Refusal(
            "请给出照片、PDF 或二维码内容。", "Name photographs, PDFs or the text of QR codes.", usage=True
        )
    public_keys = _keys(keys)
    read = [_read(argument) for argument in given]
    try:
        found = checked(read, public_keys)
    except PaperRefused as refused:
        return _refused(refused, as_json=as_json)
    return _shown(found, as_json=as_json)


def _keys(file: Path) -> Mapping[str, PaperKey]:
    try:
        return read_keys(file.read_bytes())
    except OSError as error:
        raise Refusal(
            f"无法读取 {file}：{error.strerror}。", f"Could not read {file}: {error}.", usage=True
        ) from error
    except ValueError as error:
        raise Refusal(
            f"{file} 不是公钥文件：{error}。", f"{file} is no file of keys: {error}.", usage=True
        ) from error


def _read(argument: str) -> Given:
    try:
        return read_given(argument, all_parts)
    except (OSError, ValueError) as error:
        raise Refusal(
            f"{argument} 不是可读取的照片或 PDF：{error}。",
            f"{argument} is neither a picture nor a PDF that can be read: {error}.",
            usage=True,
        ) from error


def _refused(refused: PaperRefused, *, as_json: bool) -> int:
    if as_json:
        say_json({"valid": False, "code": refused.code, "zh": refused.zh, "en": refused.en})
    else:
        say("签名无效")
        warn(f"{refused.zh}\n{refused.en}")
    return _NOT_VALID


def _shown(found: Checked, *, as_json: bool) -> int:
    if as_json:
        say_json(_as_json(found))
    else:
        _print(found)
    return _NOT_VALID if found.differences else _VALID


def _as_json(found: Checked) -> JsonObject:
    report = found.report
    told = {"number": report.number, "township": report.township, "filer": report.filer, "name": report.name}
    return {
        "valid": True,
        "key": found.key_id,
        "report": told | {"signed_at": report.signed_at} | document_of(report),
        "compared": found.compared,
        "differences": [asdict(difference) for difference in found.differences],
    }


def _print(found: Checked) -> None:
    report = found.report
    say(f"签名有效　密钥 {found.key_id}")
    say(f"回执号 {report.number}　签报时间 {spoken(report.signed_at)}")
    print_form(document_of(report), None)
    for difference in found.differences:
        printed = difference.printed or "无，或无法辨认"
        say(f"！不一致　{difference.where}：纸面 {printed}，签名 {difference.signed}")
    if not found.compared:
        say("以上为签名的数字，请逐格与纸面核对。")
    elif not found.differences:
        say("PDF 中的文字与签名的数字逐格一致。")
