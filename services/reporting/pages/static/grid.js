// The form as a grid: Tab reaches one cell of it, the arrows the others.
const roles = { THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "gridcell" };

function begin(grid) {
  // Said in so many words: as cards the table is laid out as blocks, and some readers then see no table.
  grid.setAttribute("role", "grid");
  grid.querySelectorAll("thead, tbody, tr, td").forEach((part) => part.setAttribute("role", roles[part.tagName]));
  grid.querySelectorAll("th").forEach((head) => {
    head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
  });
  const links = Array.from(grid.querySelectorAll("a[data-cell]"));
  links.forEach((link) => { link.tabIndex = -1; });
  let entry = links.find(isSeen) || links[0];
  enter(entry);
  function enter(link) {
    entry.tabIndex = -1;
    entry = link;
    entry.tabIndex = 0;
  }
  grid.addEventListener("focusin", (event) => {
    const link = event.target.closest("a[data-cell]");
    if (link) enter(link);
  });
  grid.addEventListener("keydown", (event) => {
    const link = event.target.closest("a[data-cell]");
    if (!link || event.altKey || event.metaKey || event.shiftKey) return;
    const goal = goalOf(event.key, event.ctrlKey, link, grid);
    if (!goal) return;
    event.preventDefault();
    goal.focus();
  });
  // What is not there at this width can't be where Tab leads to.
  addEventListener("resize", () => {
    if (!isSeen(entry)) enter(links.find(isSeen) || entry);
  });
}

const isSeen = (link) => link.getClientRects().length > 0;
const linksOf = (row) => Array.from(row.querySelectorAll("a[data-cell]")).filter(isSeen);

function goalOf(key, withControl, link, grid) {
  const rows = Array.from(grid.tBodies[0].rows).map(linksOf);
  const row = rows.findIndex((each) => each.includes(link));
  const place = rows[row].indexOf(link);
  const last = (each) => each[each.length - 1];
  switch (key) {
    case "ArrowRight": return rows[row][place + 1];
    case "ArrowLeft": return rows[row][place - 1];
    case "ArrowDown": return (rows[row + 1] || [])[place];
    case "ArrowUp": return (rows[row - 1] || [])[place];
    case "Home": return withControl ? rows[0][0] : rows[row][0];
    case "End": return withControl ? last(last(rows)) : last(rows[row]);
    default: return undefined;
  }
}

const grid = document.querySelector("[data-grid]");
if (grid && grid.querySelector("a[data-cell]")) begin(grid);
