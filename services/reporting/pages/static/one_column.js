// On a small screen, which column the cards show: chosen without loading again, and kept in the address.
const choice = document.getElementById("column");

function choose() {
  document.querySelectorAll("#form td.chosen").forEach((cell) => cell.classList.remove("chosen"));
  document.querySelectorAll(`#form a[data-cell$=" ${CSS.escape(choice.value)}"]`).forEach((link) => {
    link.parentNode.classList.add("chosen");
  });
  const address = new URL(location.href);
  address.searchParams.set("column", choice.value);
  history.replaceState(null, "", address);
}

if (choice) choice.addEventListener("change", choose);
