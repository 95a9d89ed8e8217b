"""What the pages of reminders call things, in both languages. Pure."""

from services.notifications.reminders.in_words import Words

CHANNELS: dict[str, Words] = {
    "sms": ("短信", "Text message"),
    "email": ("邮件", "E-mail"),
    "telephone": ("电话", "Telephone"),
    "robot": ("群机器人", "Group robot"),
}
SEATS: dict[str, Words] = {
    "reporter": ("填报人", "Reporter"),
    "head": ("单位负责人", "Head of the filer"),
    "member": ("督导组成员", "Member of its group"),
    "heads": ("组长", "Heads of the groups"),
    "safety_office": ("镇安委办", "Safety office"),
    "office": ("镇主要负责同志", "Head of the town"),
    "official": ("督办领导", "Supervising leader"),
    "duty": ("值班人员", "On duty"),
    "operators": ("运维", "Operators"),
}
PARTS: dict[str, Words] = {
    "reporter": ("填报人", "Reporter"),
    "head": ("单位负责人", "Head"),
    "stand_in": ("AB岗", "Stand-in"),
    "self": ("本人", "Own"),
}
FIELDS: dict[str, Words] = {
    "mobile": ("手机号", "mobile number"),
    "landline": ("座机号", "landline"),
    "email": ("邮箱", "e-mail address"),
}
FAMILIES: dict[str, Words] = {
    "report_due": ("报送前提醒", "A report is due"),
    "report_overdue": ("逾期未报", "A report is overdue"),
    "report_summary": ("报送情况", "How a deadline went"),
    "submission_returned": ("报表已退回", "A report was returned"),
    "hazard_date": ("整改期限", "The date of a hazard"),
    "claim_unanswered": ("整改待核实", "A claim waits"),
    "look_back_due": ("回头看到期", "A look-back is due"),
    "referral_unanswered": ("移送未答复", "A referral waits"),
    "supervision_silent": ("挂牌督办无进展", "No progress under supervision"),
    "major_found": ("重大隐患", "A major hazard"),
    "technical": ("技术告警", "Technical"),
}
_TITLES = {
    "report_due_3_days": "Three days before",
    "report_due_day_before": "The working day before",
    "report_due_4_hours": "Four hours before",
    "report_overdue": "Overdue",
    "report_overdue_again": "Overdue, again",
    "report_escalated": "Overdue, to the group's member",
    "report_overdue_listed": "Overdue, listed",
    "report_summary": "Summary for the heads",
    "submission_returned": "Report returned",
    "hazard_date_near": "Date of a hazard is near",
    "hazard_date_past": "Date of a hazard has passed",
    "claim_unanswered": "Claim to be verified",
    "look_back_due": "Look-back due",
    "referral_unanswered": "Referral unanswered",
    "supervision_silent": "No progress under supervision",
    "major_found": "Major hazard",
    "log_stands_still": "A log stands still",
    "channel_halted": "A channel is halted",
    "shadow_rebuild": "The shadow rebuild differs",
    "publisher_silent": "A publisher has stopped",
    "calendar_missing": "The calendar lacks a year",
    "budget_nearly_spent": "Text messages: money nearly spent",
    "template_not_ready": "A text template is not approved",
}
WHY: dict[str, str] = {
    "reporter": "You report for that filer",
    "head": "You are the head of that filer",
    "member": "You are the member of the group that supervises it",
    "heads": "You head a group",
    "safety_office": "You are on the safety office's list",
    "office": "You head the town",
    "official": "You supervise that hazard",
    "duty": "You are on duty today",
    "operators": "You are on the operators' list",
}
WHY_INSTEAD: dict[str, str] = {
    "stand_in": "You stand in for its reporter, who has no working contact",
    "head": "You are the head of that filer, whose reporter has no working contact",
    "safety_office": "Who should be told has no working contact: the safety office is told instead",
}
HALTS: dict[str, Words] = {
    "sent_before": ("同一提醒险些重复发出", "the same reminder was nearly sent twice"),
    "too_many_to_one_person": ("一人一天收到过多", "one person got too many in a day"),
}


def title(rule: str, zh: str) -> Words:
    """`zh` is the policy's own; a town may call its rules as it likes."""
    return zh, _TITLES.get(rule, zh)


def family(name: str) -> Words:
    return FAMILIES.get(name, (name, name))
