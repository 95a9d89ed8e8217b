"""Why something that was signed can't be derived any more, in both languages."""

WHY: dict[str, tuple[str, str]] = {
    "log": ("日志在此之前不完整", "a log is not whole up to there"),
    "campaign": ("日志中没有该行动", "the logs know no such campaign"),
    "period": ("该行动没有这一期", "the campaign has no such period"),
    "filer": ("该单位不填报", "who signed files no form"),
    "policy": ("本版本没有这一口径", "this version does not know the policy"),
    "row": ("报表中没有该单位的行", "the form has no row of the filer"),
    "corrected": ("更正的不是当时有效的报送", "what it corrects did not stand then"),
}


class Unfoldable(Exception):
    """An event of reporting's log does not follow from those before it: nothing wrote it that way."""

    def __init__(self, position: int) -> None:
        super().__init__(f"reporting: position {position}")
        self.position = position


class NotDerivable(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
