"""What is installed has another name after each change of it, and the same on each machine."""

from pathlib import Path

from shared.release import digest_of, release_of
from shared.version import VERSION


def _laid_out(folder: Path) -> Path:
    (folder / "pages" / "templates").mkdir(parents=True)
    (folder / "pages" / "words.py").write_text("SAID = '已报送'\n", "utf-8")
    (folder / "pages" / "templates" / "desk.html").write_text("<h1>工作台</h1>\n", "utf-8")
    return folder


def test_words_in_code_and_in_templates_make_another_release(tmp_path: Path) -> None:
    first = _laid_out(tmp_path / "first")
    as_it_was = digest_of([first])
    for path in ("pages/words.py", "pages/templates/desk.html"):
        changed = _laid_out(tmp_path / path.replace("/", "-"))
        (changed / path).write_text("其他\n", "utf-8")
        assert digest_of([changed]) != as_it_was
    (first / "pages" / "words.py").rename(first / "pages" / "said.py")
    assert digest_of([first]) != as_it_was


def test_the_same_code_has_one_name_wherever_it_lies_and_whatever_was_compiled(tmp_path: Path) -> None:
    one, other = _laid_out(tmp_path / "one"), _laid_out(tmp_path / "other")
    (other / "pages" / "__pycache__").mkdir()
    (other / "pages" / "__pycache__" / "words.cpython-311.pyc").write_bytes(b"compiled")
    assert digest_of([one]) == digest_of([other])


def test_it_begins_with_the_version() -> None:
    assert release_of("shared.pages").startswith(f"{VERSION} ")
    assert release_of("shared.pages") != release_of("shared.pages", "shared.http")
