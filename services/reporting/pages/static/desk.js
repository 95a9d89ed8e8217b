// The operator's one sentence: each service is asked itself, the first that is not well is named.
const services = ["registry", "hazards", "reporting", "notifications"];
const place = document.getElementById("health");

async function trouble(service) {
  try {
    const answer = await fetch(`/${service}/health/ready`);
    if (answer.ok) return null;
    const told = await answer.json();
    const failing = Object.entries(told.checks || {}).filter(([, why]) => why !== "ok");
    const detail = failing.map(([name, why]) => `${name} ${why}`).join(", ") || told.code;
    return place.dataset.unwell.replace("{service}", service).replace("{detail}", detail);
  } catch (error) {
    return place.dataset.silent.replace("{service}", service);
  }
}

Promise.all(services.map(trouble)).then((told) => {
  place.textContent = told.find((each) => each !== null) || place.dataset.well;
});
