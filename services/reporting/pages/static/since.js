// 较上期 of a cell that goes on changing: what it was then is known by the value and the change it was drawn with.
import { said } from "./words.js";

const millionths = (text) => Math.round(Number(text) * 1e6);

// Returns what shows the change for another value, and says it; nothing where the form is not compared.
export function since(link, value) {
  const shown = link.querySelector("[data-change]");
  if (!shown) return () => "";
  const before = millionths(value) - millionths(shown.dataset.change);
  const isMoney = value.includes(".");
  return (now) => {
    shown.textContent = written(millionths(now) - before, isMoney);
    return said("，较上期 ", ", since the report before ") + shown.textContent;
  };
}

function written(by, isMoney) {
  const much = Math.abs(by) / 1e6;
  const text = isMoney ? much.toFixed(6).replace(/0{1,2}$/, "") : String(much);
  return by === 0 ? "0" : `${by > 0 ? "+" : "-"}${text}`;
}
