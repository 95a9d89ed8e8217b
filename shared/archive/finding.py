"""What is wrong with an archive, and at which position. Pure."""

from dataclasses import dataclass

from shared.json_types import JsonObject

WRONG = {
    "no_manifest": ("没有清单，或清单无法读取", "there is no manifest, or it can't be read"),
    "manifest_signature": ("清单的签名无效", "the manifest's signature does not hold"),
    "key_unknown": ("签名所用的公钥不在密钥文件中", "signed with a key that the file of keys does not have"),
    "key_revoked": ("签名所用的密钥已被吊销", "signed with a key that was revoked"),
    "checkpoint": (
        "所附的封存检查点不属于这些事件",
        "the sealed checkpoint beside it is not of these events",
    ),
    "segment_missing": ("缺少该段文件", "the segment's file is missing"),
    "gap": ("此处的事件缺失，或次序不对", "the event is missing here, or out of order"),
    "file_digest": (
        "段文件与清单所记的摘要不符",
        "the segment's file is not the one that the manifest names",
    ),
    "not_a_segment": ("段文件无法读取", "the segment's file can't be read"),
    "other_segment": ("段文件所述与清单不符", "the segment's file says otherwise than the manifest"),
    "segment_signature": ("段的签名无效", "the segment's signature does not hold"),
    "count": ("事件的数目与清单不符", "there are more or fewer events than the manifest says"),
    "not_an_event": ("此处的字节不是事件", "the bytes here are no event"),
    "other_log": ("此处是另一日志的事件", "the event here is of another log"),
    "hash": ("此处的字节被改动", "the bytes here are not those that were recorded"),
    "chain": ("此处的事件与前一事件不相承", "the event here does not follow from the one before it"),
    "columns": ("旁列与事件的字节不符", "the columns beside the event say otherwise than its bytes"),
}
"""Each in Chinese and English."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    position: int
    what: str
    file: str

    @property
    def told(self) -> str:
        zh, en = WRONG[self.what]
        return f"位置 {self.position}：{zh}（{self.file}） at {self.position}: {en}"

    def to_json(self) -> JsonObject:
        zh, en = WRONG[self.what]
        return {"position": self.position, "what": self.what, "file": self.file, "zh": zh, "en": en}
