"""The fonts inside the PDFs have every character of the campaigns and of rare names."""

from pathlib import Path

import pylopdf_fonts_zh_cn as fonts
import pytest
from PIL import ImageFont

ROOT = Path(__file__).parents[3]
RARE = "䶮𬱖𫠜㛃𬀩𬴊㙍㵽堃喆珺龘"
IN_USE = sorted(
    {
        character
        for folder in (ROOT / "deploy/campaigns", ROOT / "deploy/simulator/words")
        for file in folder.glob("*.yaml")
        for character in file.read_text("utf-8")
        if not character.isspace()
    }
)
NO_CHARACTER = "\U0010ffff"


@pytest.mark.parametrize("path", [fonts.serif_path(), fonts.sans_path()])
def test_every_character_has_a_shape(path: Path) -> None:
    font = ImageFont.truetype(path, 24)
    box = bytes(font.getmask(NO_CHARACTER))
    assert len(IN_USE) > 300
    assert [one for one in [*IN_USE, *RARE] if bytes(font.getmask(one)) == box] == []


def test_what_the_fonts_lack_would_be_noticed() -> None:
    font = ImageFont.truetype(fonts.serif_path(), 24)
    assert bytes(font.getmask("𡋾")) == bytes(font.getmask(NO_CHARACTER))
