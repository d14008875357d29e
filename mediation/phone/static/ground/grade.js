// The grade the checklist proposes, as the server will work it out again; nothing of a page in here.

const ORDER = ["blue", "yellow", "orange", "red"];

export function proposal({ items, red_from, orange_from, yellow_from }, answers) {
  const so = items.filter(({ code }) => answers.includes(code));
  const score = so.reduce((sum, { weight }) => sum + weight, 0);
  const bySum = score >= red_from ? "red" : score >= orange_from ? "orange" : score >= yellow_from ? "yellow" : "blue";
  const worst = Math.max(...[bySum, ...so.map(({ floor }) => floor).filter(Boolean)].map((grade) => ORDER.indexOf(grade)));
  return { score, grade: ORDER[worst] };
}
