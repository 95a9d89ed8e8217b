// The signed figures as the form shows them: a table as on paper, and for a narrow screen a list.
"use strict";

const TOTALS = [["sum", "合计"], ["distinct", "去重合计"]];

function made(tag, text, attributes) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  for (const name of Object.keys(attributes || {})) element.setAttribute(name, attributes[name]);
  return element;
}

function lines(report) {
  const rows = report.rows.map((row) => ({ name: row.filer.name, cells: row.cells, total: false }));
  const totals = TOTALS.filter(([kind]) => report.totals && report.totals[kind]);
  return rows.concat(totals.map(([kind, name]) => ({ name, cells: report.totals[kind], total: true })));
}

function shownFigures(report) {
  const place = made("div");
  const turn = made("button", "看整张表", { type: "button", class: "plain turn" });
  turn.addEventListener("click", () => {
    const whole = place.classList.toggle("as-table");
    turn.textContent = whole ? "看清单" : "看整张表";
    stickLast(place);
  });
  place.append(made("h2", report.title), turn, table(report));
  place.append(lines(report).length === 1 ? ownForm(report) : townSheet(report));
  return place;
}

// Of a cell that reaches over several rows of the header, only what stands in the last one stays.
function stickLast(place) {
  const last = place.querySelector("thead tr:last-child").getBoundingClientRect().top;
  for (const cell of place.querySelectorAll(".last")) {
    cell.style.top = Math.min(0, cell.getBoundingClientRect().top - last) + "px";
  }
}

function table(report) {
  const drawn = made("table");
  drawn.append(header(report), body(report));
  const wide = made("div", undefined, { class: "wide", tabindex: "0", role: "region", "aria-label": "整张表" });
  wide.append(drawn);
  return wide;
}

function header(report) {
  const depth = Math.max(...report.header.map((cell) => cell.row + cell.rows));
  const head = made("thead");
  for (let row = 0; row < depth; row += 1) {
    const line = made("tr");
    const here = report.header.filter((cell) => cell.row === row).sort((a, b) => a.column - b.column);
    for (const cell of here) {
      const reaches = cell.row + cell.rows === depth;
      const of = { colspan: cell.columns, rowspan: cell.rows, scope: reaches ? "col" : "colgroup" };
      if (reaches) of.class = cell.column === 0 ? "corner last" : "last";
      line.append(made("th", cell.text, of));
    }
    head.append(line);
  }
  return head;
}

function body(report) {
  const drawn = made("tbody");
  for (const line of lines(report)) {
    const row = made("tr", undefined, line.total ? { class: "total" } : {});
    row.append(made("th", line.name, { scope: "row" }));
    for (const column of report.columns) row.append(made("td", line.cells[column.key]));
    drawn.append(row);
  }
  return drawn;
}

// A filer's own form: label and figure, under the notice's headings.
function ownForm(report) {
  const list = made("div", undefined, { class: "narrow" });
  const cells = report.rows[0].cells;
  let heading = null;
  let pairs = null;
  for (const column of report.columns) {
    const above = column.path.join(" › ");
    if (above !== heading) {
      heading = above;
      pairs = made("dl", undefined, { class: "pairs figures" });
      if (above) list.append(made("h3", above));
      list.append(pairs);
    }
    pairs.append(made("dt", column.label), made("dd", cells[column.key]));
  }
  return list;
}

// A sheet of the town: the filers with one column, which can be chosen.
function townSheet(report) {
  const list = made("div", undefined, { class: "narrow" });
  const label = made("label", "栏目：");
  const choice = made("select");
  for (const column of report.columns) {
    choice.append(made("option", column.path.concat(column.label).join(" › "), { value: column.key }));
  }
  const pairs = made("dl", undefined, { class: "pairs figures" });
  const show = () => {
    pairs.textContent = "";
    for (const line of lines(report)) {
      pairs.append(made("dt", line.name), made("dd", line.cells[choice.value]));
    }
  };
  choice.addEventListener("change", show);
  show();
  label.append(choice);
  list.append(label, pairs);
  return list;
}
