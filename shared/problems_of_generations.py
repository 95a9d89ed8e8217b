"""The refusals about generations of a read model: each says what to do."""

from shared.problem import Problem

GENERATIONS: dict[str, Problem] = {
    "generation_unknown": Problem(
        "没有名为“{name}”的数据代，用 paicha projection status 查看。",
        "There is no generation “{name}”: see paicha projection status.",
        404,
    ),
    "generation_answers": Problem(
        "数据代“{name}”正在提供数据，不能对其执行此操作；请指明另一代。",
        "The generation “{name}” is the one that answers; name another one.",
        409,
    ),
    "generation_not_built": Problem(
        "数据代“{name}”尚未建成，请再次运行 paicha projection rebuild，它会接着做完。",
        "The generation “{name}” is not built yet: run paicha projection rebuild again, it goes on.",
        409,
    ),
    "generation_of_another_version": Problem(
        "数据代“{name}”属于版本 {found}，本服务为版本 {own}：请启动与其版本相符的发行版，启动时即接管。",
        "The generation “{name}” is of version {found}, and this service of {own}: start the release of that "
        "version, which takes it over as it starts.",
        409,
    ),
    "generation_behind": Problem(
        "数据代“{name}”落后 {behind} 条事件，未作切换；请待其追上后再试。",
        "The generation “{name}” is {behind} events behind, nothing was switched: try again when it has "
        "caught up.",
        409,
    ),
    "generation_differs": Problem(
        "数据代“{name}”与现行数据不一致，未作切换；请用 paicha projection status 查看差异，"
        "确认无误的用 paicha projection sign 签认后再切换。",
        "The generation “{name}” differs from the live one, nothing was switched: look at the difference in "
        "paicha projection status; where it is right, sign it by paicha projection sign first.",
        409,
    ),
    "difference_unknown": Problem(
        "数据代“{name}”最近一次比对的差异不是所指的那一个，请重新查看后再签认。",
        "That is not the difference that was found last in the generation “{name}”; look again, then sign.",
        409,
    ),
    "difference_unexplained": Problem(
        "数据代“{name}”的差异不能由各对象之和说明（或过大），不能签认；请删除后重建。",
        "The parts of the difference in the generation “{name}” do not add up, or are too many: it can't be "
        "signed. Drop the generation and build it anew.",
        409,
    ),
    "rebuild_running": Problem(
        "已有一个重建正在进行；请等其结束（paicha projection status 可见进度），再次运行即接着做。",
        "Another rebuild is running. Wait until it has ended (paicha projection status shows how far it is), "
        "then run it again: it goes on.",
        409,
    ),
    "no_archive": Problem(
        "没有可用的归档：{place}；请用 --from stream 从消息流重建。",
        "There is no archive to build from in {place}: build from the stream, --from stream.",
        409,
    ),
    "nothing_to_go_back_to": Problem(
        "没有可退回的数据代：此前的一代已不再保留。",
        "There is no generation to go back to: the one before is not kept any more.",
        409,
    ),
}
