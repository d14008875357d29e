// The charts of a bulletin by ECharts, over the drawing that the page came with: that one stays
// where no script runs, and it is what the PDF prints.
import * as echarts from "../vendor/echarts/echarts.esm.min.js";

const data = JSON.parse(document.getElementById("chart-data").textContent);
const DRAWN = { heat, trend };

function token(name) {
  return getComputedStyle(document.querySelector(".paper")).getPropertyValue(name).trim();
}

function words(size = 12) {
  return { fontFamily: token("--sans"), fontSize: size, color: token("--text-3") };
}

function heat({ days, values, steps, label }) {
  const hours = [...Array(24).keys()];
  const ramp = [1, 2, 3, 4, 5].map((step) => token(`--q${step}`));
  const fields = values.flatMap((row, day) =>
    row.map((value, hour) => ({
      value: [hour, day, value],
      itemStyle: { color: ramp[steps[day][hour] - 1] },
      label: { color: steps[day][hour] > 3 ? token("--s1") : token("--text") },
    })),
  );
  return {
    aria: { enabled: true, label: { description: label } },
    animation: false,
    grid: { left: 38, right: 60, top: 0, bottom: 24 },
    tooltip: {
      renderMode: "richText",
      formatter: ({ value }) => `${days[value[1]]} ${value[0]}:00  ${value[2].toFixed(1)}`,
    },
    xAxis: { type: "category", data: hours, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...words(), interval: 1 } },
    yAxis: [
      { type: "category", data: days, inverse: true, axisLine: { show: false }, axisTick: { show: false }, axisLabel: words() },
      { type: "category", position: "right", inverse: true, axisLine: { show: false }, axisTick: { show: false },
        data: values.map((row) => row.reduce((one, other) => one + other, 0).toFixed(1)), axisLabel: { ...words(), color: token("--text") } },
    ],
    series: [
      {
        type: "heatmap",
        data: fields,
        itemStyle: { borderColor: token("--s1"), borderWidth: 2 },
        label: { show: true, fontSize: 12, formatter: ({ value }) => (value[2] >= 0.5 ? value[2].toFixed(1) : "") },
      },
      { type: "scatter", yAxisIndex: 1, data: [], silent: true },
    ],
    visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { opacity: 1 } },
  };
}

function trend({ periods, values, low, high, label, words: [cases, range] }) {
  const line = token("--q5");
  const band = high.map((value, at) => (value === null || low[at] === null ? null : value - low[at]));
  return {
    aria: { enabled: true, label: { description: label } },
    animation: false,
    grid: { left: 30, right: 30, top: 24, bottom: 24 },
    tooltip: {
      renderMode: "richText",
      trigger: "axis",
      formatter: ([{ dataIndex }]) =>
        `${periods[dataIndex]}  ${cases} ${values[dataIndex]}` +
        (band[dataIndex] === null ? "" : `\n${range} ${low[dataIndex]}–${high[dataIndex]}`),
    },
    xAxis: { type: "category", data: periods, boundaryGap: false, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line") } }, axisLabel: words() },
    yAxis: { type: "value", min: 0, show: false },
    series: [
      { type: "line", stack: "band", data: low, symbol: "none", silent: true, lineStyle: { opacity: 0 } },
      { type: "line", stack: "band", data: band, symbol: "none", silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: token("--q1"), opacity: 1 } },
      { type: "line", data: values, symbol: "circle", symbolSize: 6, z: 3, lineStyle: { color: line, width: 1.75 }, itemStyle: { color: line }, label: { show: true, ...words(), color: token("--text") } },
    ],
  };
}

function draw(figure) {
  const kind = figure.dataset.chart;
  const plot = figure.querySelector(".plot");
  if (!data[kind] || !plot) return;
  plot.hidden = false;
  const chart = echarts.init(plot, null, { renderer: "canvas" });
  chart.setOption(DRAWN[kind](data[kind]));
  figure.querySelector("svg").setAttribute("hidden", "");
}

document.querySelectorAll("[data-chart]").forEach(draw);
