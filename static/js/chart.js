// Draws the figures of an audience's page from the numbers that stand in their data attributes.
(() => {
  "use strict";
  const HEIGHT = { size: 220, flow: 140 };
  const exact = new Intl.NumberFormat("en");
  const colour = (figure, name) => getComputedStyle(figure).getPropertyValue(name).trim();

  const dates = (zone) => {
    const day = new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" });
    const moment = new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "medium", timeStyle: "short" });
    return { day: (at) => day.format(at * 1000), moment: (at) => moment.format(at * 1000) };
  };

  const axes = (figure, when) => {
    const look = {
      stroke: colour(figure, "--ink"),
      font: "12px Inter Variable, system-ui, sans-serif",
      grid: { stroke: colour(figure, "--rule"), width: 1 },
      ticks: { show: false },
    };
    return [
      { ...look, grid: { show: false }, space: 70, values: (_, ticks) => ticks.map(when.day) },
      { ...look, size: 60, space: 28, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? exact.format(Math.abs(tick)) : "")) },
    ];
  };

  const number = (_, value) => (value == null ? "–" : exact.format(Math.abs(value)));

  // A line may leave zero out, so that a change of a few in a hundred is seen.
  const around = (low, high) => {
    const margin = Math.max((high - low) * 0.15, 1);
    return [Math.max(low - margin, 0), high + margin];
  };

  // Half a step of room, so that the first and the last bar are drawn whole.
  const beside = (first, last, points) => {
    const room = (last - first) / Math.max(points - 1, 1) / 2;
    return [first - room, last + room];
  };

  const lines = {
    size: (figure, [at, sizes]) => ({
      data: [at, sizes],
      series: [{
        label: "Members", value: number, width: 2, stroke: colour(figure, "--calm"), points: { show: sizes.length < 60, size: 4 },
      }],
      range: (_, low, high) => around(low, high),
    }),
    flow: (figure, [at, , entered, departed]) => {
      const bars = uPlot.paths.bars({ size: [0.6, 14] });
      return {
        range: (_, low, high) => [Math.min(low * 1.1, 0), Math.max(high * 1.1, 1)],
        data: [at, entered, departed.map((left) => -left)],
        series: [
          { label: "Entered", value: number, fill: colour(figure, "--good"), stroke: colour(figure, "--good"), paths: bars, points: { show: false } },
          { label: "Left", value: number, fill: colour(figure, "--bad"), stroke: colour(figure, "--bad"), paths: bars, points: { show: false } },
        ],
      };
    },
  };

  const draw = (figure) => {
    const kind = figure.dataset.chart;
    const when = dates(figure.dataset.zone);
    const { data, series, range } = lines[kind](figure, JSON.parse(figure.dataset.series));
    const width = () => Math.max(figure.clientWidth, 200);
    const size = () => ({ width: width(), height: HEIGHT[kind] });
    const latest = data[0].length - 1;
    figure.chart?.destroy();
    figure.chart = new uPlot({
      ...size(),
      series: [{ label: "Run", value: (_, at) => (at == null ? "–" : when.moment(at)) }, ...series],
      axes: axes(figure, when),
      scales: { x: { range: (_, first, last) => beside(first, last, data[0].length) }, y: { range } },
      hooks: { setCursor: [(chart) => chart.cursor.idx ?? chart.setLegend({ idx: latest })] },
      cursor: { drag: { setScale: false } },
    }, data, figure);
    figure.chart.setLegend({ idx: latest });
    if (figure.watched) return;
    figure.watched = new ResizeObserver(() => figure.chart.setSize(size()));
    figure.watched.observe(figure);
  };

  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
  drawAll();
  addEventListener("themechange", drawAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  addEventListener("htmx:afterSettle", () => document.querySelectorAll("[data-chart]:empty").forEach(draw));
})();
