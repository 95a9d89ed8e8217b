"""What is printed when all is ready: the addresses, and how to sign in."""

from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.seats import seats
from deploy.embedded.issuer.town import campaign_ids, read_towns
from deploy.embedded.running import Address
from deploy.embedded.sending import inbox_key
from shared.clock import DemoTime


def welcome(folder: DataFolder, address: Address, clock: DemoTime | None) -> str:
    township = "" if len(read_towns()) == 1 else " --township CODE"
    lines = ["Ready. 已就绪。按 Ctrl-C 停止；再次启动将继续使用同一数据。"]
    if clock is not None:
        lines.append(f"演示时钟 demo clock: {clock}，所有文件与回答均注明。")
    lines += ["", "地址 addresses", f"  登录 sign in   {address.url}/"]
    lines.append(f"  人员账号 people {address.url}/issuer/people")
    for campaign in campaign_ids():
        lines += [
            f"  附件 {n}         {address.url}/reporting/campaigns/{campaign}/annex-{n}" for n in (3, 4)
        ]
    if address.demo:
        lines.append(f"  收件箱 inbox   {address.url}/inbox/?key={inbox_key(folder)}")
    lines += [f"  {path:<14} {address.url}/{path}/docs" for path in ("registry", "hazards", "reporting")]
    lines += [
        f"  NATS           {address.nats_url}，发布者密码 passwords: {folder.secrets('publishers')}",
        "",
        *(_one_of_each_role(folder) if address.demo else _how_accounts_are_made(folder, township)),
        "",
        f"令牌 tokens: paicha token --role safety_office{township} --data {folder.path}",
        "用令牌查看附件 a form with it: curl -H 'Authorization: Bearer TOKEN' ADDRESS",
    ]
    return "\n".join(lines)


def _one_of_each_role(folder: DataFolder) -> list[str]:
    shown: dict[tuple[str, str], str] = {}
    for seat in seats(folder):
        line = f"  {seat.login:<26} {seat.password}  {seat.title}：{seat.name}"
        shown.setdefault((seat.township, seat.role), line)
    return [f"演示账号与密码 demo accounts, all in {folder.seats}", *shown.values()]


def _how_accounts_are_made(folder: DataFolder, township: str) -> list[str]:
    """Nobody can sign in before. `township`: asked for where there are several."""
    return [
        f"账号 accounts: {len(read_accounts(folder).accounts)}",
        f"  paicha accounts add LOGIN --name 姓名 --role ROLE{township} --data {folder.path}",
        f"  paicha accounts import FILE.xlsx{township} --data {folder.path}",
        "  首次密码登录后由本人改设 with the first password, each person signs in and chooses an own one",
    ]
