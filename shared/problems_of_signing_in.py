"""Refusals of signing in with a browser, and of what is sent with its cookie."""

from shared.problem import Problem

SIGNING_IN: dict[str, Problem] = {
    "unauthenticated": Problem("请先登录，或提供有效的令牌。", "Sign in first, or send a valid token.", 401),
    "foreign_origin": Problem(
        "这一操作不是从本系统的页面发出的，未予执行；请回到页面后重试。",
        "This did not come from a page of this system and was not done; go back to the page and try again.",
        403,
    ),
    "sign_in_failed": Problem(
        "登录未完成（{detail}）；请重新登录。",
        "The sign-in was not completed ({detail}); sign in again.",
        400,
    ),
    "sign_in_again": Problem(
        "距上次输入密码已超过15分钟，请再次登录后继续。",
        "The password was asked for more than 15 minutes ago: sign in again to go on.",
        403,
    ),
}
