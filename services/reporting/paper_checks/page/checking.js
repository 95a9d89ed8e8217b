// Asks what the codes behind the # of the address are worth. They are kept there and in memory, nowhere else.
"use strict";

const PATIENCE = 30000;
const NO_ANSWER = "没有收到答复，请检查网络后重新核验。";
const ANOTHER_REPORT = "parts_disagree";
const BADLY_PASTED = ["not_a_payload", "unknown_version", "damaged", ANOTHER_REPORT];

const at = (id) => document.getElementById(id);
let seen = [];
let question = 0;
let unanswered = null;

// Of addresses or codes, whatever stands between them.
function codesIn(text) {
  const parts = text.split(/(?:[\s,，;；]|%2C)+/i).map((part) => part.slice(part.lastIndexOf("#") + 1));
  return parts.filter((part, place) => part && parts.indexOf(part) === place);
}

async function ask(codes) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const how = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ codes }),
    credentials: "omit",
    signal: stop.signal,
  };
  try {
    const answer = await fetch("paper/checks", how);
    const said = await answer.json();
    return answer.ok ? said : { refused: said.zh || NO_ANSWER };
  } catch (error) {
    return { refused: NO_ANSWER };
  } finally {
    clearTimeout(timer);
  }
}

// `added` to what is shown by hand; or from the address, where another report takes its place.
async function check(codes, added) {
  question += 1;
  const mine = question;
  unanswered = null;
  at("again").hidden = true;
  at("progress").textContent = "正在核验……";
  let together = seen.concat(codes.filter((code) => !seen.includes(code)));
  let said = await ask(together);
  if (mine === question && !added && seen.length && said.reason && said.reason.code === ANOTHER_REPORT) {
    together = codes;
    said = await ask(together);
  }
  if (mine !== question) return;
  at("progress").textContent = "";
  if (said.refused) {
    at("progress").textContent = said.refused;
    at("again").hidden = false;
    unanswered = [codes, added];
  } else if (added && seen.length && said.reason && BADLY_PASTED.includes(said.reason.code)) {
    at("progress").textContent = said.reason.zh;
  } else {
    keep(said.valid ? together : []);
    show(said);
  }
}

function keep(codes) {
  seen = codes;
  if (codes.length) history.replaceState(null, "", "#" + codes.join(","));
  at("codes").value = "";
}

function showResult(shown) {
  for (const part of document.querySelectorAll(".result")) part.hidden = !shown;
}

function show(said) {
  showResult(true);
  at("verdict").textContent = (said.valid ? "" : "！") + said.zh;
  at("verdict").dataset.holds = said.verdict === "current" || said.verdict === "incomplete" ? "yes" : "no";
  at("reason").textContent = said.valid ? "签名有效　密钥 " + said.key : said.reason.zh;
  at("compare").hidden = !said.valid;
  at("details").textContent = "";
  at("figures").textContent = "";
  if (said.valid) showReport(said.report);
  askForMore(said);
}

function showReport(report) {
  for (const detail of report.details) {
    at("details").append(made("dt", detail.label), made("dd", detail.text));
  }
  at("figures").append(shownFigures(report));
}

function askForMore(said) {
  const missing = said.verdict === "incomplete" ? said.report.missing : [];
  at("more").hidden = said.valid && !missing.length;
  at("another").hidden = !said.valid;
  at("several").hidden = at("copy").hidden = !missing.length;
  at("ask").textContent = missing.length
    ? `这份报表共 ${said.report.parts} 个二维码，还缺第 ${missing.join("、")} 个，请扫描后把内容或地址粘贴在这里：`
    : "粘贴报表页脚二维码的内容或地址：";
}

function startAnew() {
  question += 1;
  seen = [];
  unanswered = null;
  history.replaceState(null, "", location.pathname + location.search);
  showResult(false);
  askForMore({ valid: false });
  at("again").hidden = true;
  at("progress").textContent = "请扫描报表页脚的二维码，或把它的内容粘贴在下面。";
}

// Without https there is no clipboard, and WeChat may refuse it.
async function copyAddress() {
  try {
    await navigator.clipboard.writeText(location.href);
  } catch (error) {
    at("codes").value = location.href;
    at("codes").select();
    document.execCommand("copy");
    at("codes").value = "";
  }
  at("progress").textContent = "已复制本页地址。";
}

function fromAddress() {
  const codes = codesIn(location.hash.slice(1));
  if (codes.length) check(codes, false);
  else startAnew();
}

at("more").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const codes = codesIn(at("codes").value);
  if (codes.length) check(codes, true);
});
at("retry").addEventListener("click", () => unanswered && check(...unanswered));
at("fresh").addEventListener("click", startAnew);
at("copy").addEventListener("click", copyAddress);
window.addEventListener("hashchange", fromAddress);
at("by-hand").open = false;
fromAddress();
