"""Which systems may publish: none is called like a part of the product."""

from pathlib import Path

import pytest

from deploy.embedded import publishers
from deploy.embedded.folder import DataFolder
from deploy.embedded.publishers import write_publishers
from deploy.embedded.refusal import Refusal


@pytest.mark.parametrize("name", ["sender", "provisioner", "campaign-file", "notifications"])
def test_a_reserved_name_is_refused_at_the_start(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "deploy" / "publishers.yaml"
    listed.parent.mkdir()
    listed.write_text(f'{name}: {{township: "500112143", role: safety_office, organisations: []}}\n')
    monkeypatch.setattr(publishers, "ROOT", tmp_path)
    folder = DataFolder(tmp_path / "data")
    folder.create()
    with pytest.raises(Refusal, match=name):
        write_publishers(folder)
    assert not folder.publishers.exists()
