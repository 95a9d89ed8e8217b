// On a small screen, which column the cards show: chosen without loading again, and kept in the address.
const choice = document.getElementById("column");

function choose() {
  document.querySelectorAll("td[data-column]").forEach((cell) => {
    cell.classList.toggle("chosen", cell.dataset.column === choice.value);
  });
  const address = new URL(location.href);
  address.searchParams.set("column", choice.value);
  history.replaceState(null, "", address);
}

if (choice) choice.addEventListener("change", choose);
