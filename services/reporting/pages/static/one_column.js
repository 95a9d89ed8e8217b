// On a small screen, which column the cards show: chosen without loading again, and kept in the address.
function choose(chosen) {
  document.querySelectorAll("td[data-column]").forEach((cell) => {
    cell.classList.toggle("chosen", cell.dataset.column === chosen);
  });
  const address = new URL(location.href);
  address.searchParams.set("column", chosen);
  history.replaceState(null, "", address);
}

// The table may be drawn anew, with the choice above it.
document.addEventListener("change", (event) => {
  if (event.target.id === "column" && event.target.closest(".one-column")) choose(event.target.value);
});
