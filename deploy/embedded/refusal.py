"""Why a deployment does not start, in one sentence for the person in front of it."""


class Refusal(Exception):
    """`usage` when the command itself was wrong, rather than the machine it met."""

    def __init__(self, zh: str, en: str, *, usage: bool = False) -> None:
        super().__init__(f"{zh} {en}")
        self.zh, self.en = zh, en
        self.usage = usage
