"""What is printed when all is ready: the addresses, and how to sign in."""

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.people import people
from deploy.embedded.issuer.town import campaign_ids
from deploy.embedded.running import Address
from shared.clock import DemoTime


def welcome(folder: DataFolder, address: Address, clock: DemoTime | None) -> str:
    lines = ["Ready. 已就绪。按 Ctrl-C 停止；再次启动将继续使用同一数据。"]
    if clock is not None:
        lines.append(f"演示时钟 demo clock: {clock}，所有文件与回答均注明。")
    lines += ["", "地址 addresses", f"  登录 sign in   {address.url}/"]
    for campaign in campaign_ids():
        lines += [
            f"  附件 {n}         {address.url}/reporting/campaigns/{campaign}/annex-{n}" for n in (3, 4)
        ]
    lines += [f"  {path:<14} {address.url}/{path}/docs" for path in ("registry", "hazards", "reporting")]
    lines += [
        f"  NATS           {address.nats_url}，发布者密码 passwords: {folder.secrets('publishers')}",
        "",
        f"账号与密码 accounts, all in {folder.issuer / 'people.json'}",
        *_one_of_each_role(folder),
        "",
        f"令牌 tokens: paicha token --role safety_office --data {folder.path}",
        "用令牌查看附件 a form with it: curl -H 'Authorization: Bearer TOKEN' ADDRESS",
    ]
    return "\n".join(lines)


def _one_of_each_role(folder: DataFolder) -> list[str]:
    shown: dict[str, str] = {}
    for person in people(folder):
        shown.setdefault(person.role, f"  {person.name:<26} {person.password}  {person.title}")
    return list(shown.values())
