// The chart beside a table, drawn from the same figures; the arrow keys read it point by point.
import * as echarts from "../vendor/echarts/echarts.esm.min.js";
import { byId, say } from "../frame/dom.js";

const SHAPES = ["circle", "rect", "triangle", "diamond", "emptyCircle"];
const DASHES = ["solid", [6, 3], [2, 3], [10, 3, 2, 3], [3, 3]];
const INKS = ["--q5", "--text", "--q4", "--text-3", "--q3"];

const data = JSON.parse(byId("chart-data").textContent);
const plot = byId("chart");
const style = getComputedStyle(plot);
const token = (name) => style.getPropertyValue(name).trim();
const plain = (value) => (value === null ? "—" : value.toLocaleString("en", { maximumFractionDigits: 1 }));
const letter = (at) => (data.series.length > 1 ? `${String.fromCharCode(65 + at)} ` : "");
const words = (colour = "--text-3") => ({ fontFamily: token("--sans"), fontSize: 12, color: token(colour) });

function told(at) {
  const figures = data.series.map(({ name, values }, place) => `${letter(place)}${name} ${plain(values[at])}`);
  return `${data.points[at]}: ${figures.join(", ")}`;
}

function marked(series, at) {
  const ink = token(INKS[at]);
  if (data.kind === "bars") {
    const fill = series.is_base ? { color: token("--s1"), borderColor: ink, borderWidth: 1.5, borderType: "dashed" } : { color: ink };
    return { type: "bar", barMaxWidth: 16, itemStyle: fill, label: { show: true, position: "right", formatter: ({ value }) => plain(value), ...words("--text-2") } };
  }
  return {
    type: "line", symbol: SHAPES[at], symbolSize: 7, showSymbol: data.points.length <= 62,
    lineStyle: { color: ink, width: series.is_base ? 1.25 : 1.75, type: DASHES[at] }, itemStyle: { color: ink },
    labelLayout: { moveOverlap: "shiftY" },
    endLabel: { show: true, formatter: letter(at).trim() || series.name, ...words("--text") },
  };
}

// How many lines the legend breaks into, by the width of its words.
function legendLines() {
  if (data.series.length < 2) return 0;
  const wide = data.series.reduce((sum, { name }) => sum + 54 + [...name].reduce((width, one) => width + (one > "\u2e80" ? 12 : 7), 0), 0);
  return Math.ceil(wide / Math.max(plot.clientWidth - 60, 200));
}

function option() {
  const isBars = data.kind === "bars";
  const axis = { type: "category", data: data.points, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line") } }, axisLabel: { ...words(), ...(isBars ? { interval: 0 } : {}) }, inverse: isBars };
  const values = { type: "value", splitLine: { lineStyle: { color: token("--line") } }, axisLabel: { ...words(), formatter: plain }, splitNumber: 3 };
  const drawn = data.series.map((series, at) => ({ name: letter(at) + series.name, data: series.values, ...marked(series, at) }));
  return {
    aria: { enabled: true, label: { description: plot.getAttribute("aria-label") } },
    animation: false,
    grid: { left: 4, right: isBars ? 48 : 28, top: 10 + 20 * legendLines(), bottom: 4, containLabel: true },
    legend: { show: data.series.length > 1, left: 0, top: 0, itemWidth: 26, itemHeight: 9, textStyle: words("--text-2") },
    tooltip: { renderMode: "richText", trigger: "axis", axisPointer: { type: isBars ? "shadow" : "line" }, formatter: ([{ dataIndex }]) => told(dataIndex).replace(/[:,] /g, "\n") },
    xAxis: isBars ? values : { ...axis, boundaryGap: false },
    yAxis: isBars ? axis : { ...values, min: 0 },
    series: drawn,
  };
}

plot.hidden = false;
const bars = data.points.length * data.series.length;
plot.dataset.rows = bars > 20 ? "many" : bars > 7 ? "some" : "few";
const chart = echarts.init(plot, null, { renderer: "canvas" });
chart.setOption(option());
new ResizeObserver(() => { chart.resize(); chart.setOption({ grid: option().grid }); }).observe(plot);

let at = -1;
plot.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  at = Math.min(Math.max(at + step, 0), data.points.length - 1);
  chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
  say(byId("chart-told"), told(at));
});
