// In the language of the page.
const inEnglish = document.documentElement.lang === "en";

export const said = (zh, en) => (inEnglish ? en : zh);

// A moment of this browser's clock as the town writes it: 17:52.
export function clockTime(moment) {
  const there = new Date(moment + 8 * 3600 * 1000);
  const two = (number) => String(number).padStart(2, "0");
  return `${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`;
}
