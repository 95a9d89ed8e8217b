"""A reminder's own address: only an id stands there, so that `/reminders/rung` is never taken for one."""

from starlette.convertors import Convertor, register_url_convertor

_ID = "[a-z2-7]{26}"
PATTERN = f"^{_ID}$"
ONE = "/{id:reminder}"


class _ReminderId(Convertor[str]):
    regex = _ID

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("reminder", _ReminderId())
