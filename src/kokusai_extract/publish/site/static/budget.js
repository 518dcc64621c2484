// Draws budgets from their JSON: a column a year, groups and the programmes in them as high as their yen.
// Where it does not run, the page shows the server's picture; the table beneath says the same in figures.
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SHADES = 6, HEIGHT = 520, HEAD = 46, GAP = 28, SMALLEST = 15;

  const element = (name, attributes, parent, text) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const html = (name, properties, parent) => {
    const made = Object.assign(document.createElement(name), properties);
    parent.append(made);
    return made;
  };
  const thousands = (yen) => {
    const sign = yen < 0 ? "−" : "", whole = Math.abs(yen) / 1000;
    return sign + whole.toLocaleString("en-US", { maximumFractionDigits: 3 });
  };

  // A line is as high as its amount, or as what is in it where that is more or no amount is printed.
  const inside = (line) => line.lines.reduce((sum, one) => sum + size(one), 0);
  const size = (line) => Math.max(line.amount || 0, inside(line), 0);
  const withRest = (line, words) => {
    const lines = line.lines.map((one) => withRest(one, words)), rest = size(line) - inside(line);
    if (lines.length && rest > 0) lines.push({ name: words.rest, amount: rest, rest: true, lines: [] });
    return { ...line, lines };
  };
  const layout = (year, height, words) => {
    const tree = withRest({ name: year.name, amount: null, lines: year.lines }, words);
    const root = d3.hierarchy(tree, (line) => line.lines).sum((line) => (line.lines.length ? 0 : size(line)));
    return d3.partition().size([height, root.height + 1])(root);
  };

  const shortened = (text, room) => {
    let width = 0, kept = "";
    for (const character of text) {
      width += character.charCodeAt(0) > 0x2e7f ? 13 : 7.5;
      if (width > room) return kept.length > 1 ? kept.slice(0, -1) + "…" : "";
      kept += character;
    }
    return kept;
  };

  const column = (svg, year, x, width, scale, words, tell) => {
    const whole = year.lines.reduce((sum, line) => sum + size(line), 0);
    const top = HEAD + HEIGHT - whole * scale;
    const group = element("g", { class: "year" }, svg);
    element("text", { x, y: top - 24, class: "name" }, group, year.name);
    const sum = year.total ? year.total.amount : whole;
    element("text", { x, y: top - 8, class: "sum" }, group, `${thousands(sum)} ${words.unit}`);
    const root = layout(year, whole * scale, words), deepest = Math.max(root.height, 1), first = width * 0.3;
    const left = (depth) => (deepest === 1 ? 0 : depth === 1 ? 0 : first + ((width - first) * (depth - 2)) / (deepest - 1));
    root.each((node) => {
      if (!node.depth || node.value <= 0) return;
      const from = left(node.depth);
      const to = deepest === 1 || !node.children ? width : left(node.depth + 1);
      const top1 = node.ancestors().find((one) => one.depth === 1), shade = root.children.indexOf(top1) % SHADES;
      const part = `${((100 * node.value) / root.value).toFixed(1)}%`;
      const said = `${year.name} ${node.data.name} ${thousands(node.data.amount ?? node.value)} ${words.unit} (${part})`;
      const link = node.data.href
        ? element("a", { href: node.data.href }, group)
        : element("g", {}, group);
      element("title", {}, link, said);
      const high = node.x1 - node.x0;
      element("rect", {
        x: x + from, y: top + node.x0, width: Math.max(to - from - 2, 1), height: Math.max(high - 1, 0.5),
        class: `s${shade} ${node.children ? "whole" : "part"}${node.data.rest ? " rest" : ""}`,
        "data-yen": node.value,
      }, link);
      if (high >= SMALLEST) {
        const name = shortened(node.data.name, to - from - 14);
        if (name) element("text", { x: x + from + 6, y: top + node.x0 + Math.min(high / 2 + 5, 22) }, link, name);
      }
      for (const event of ["pointerenter", "focusin"]) link.addEventListener(event, () => tell(said));
    });
  };

  const draw = (figure, years, words, shown) => {
    const there = shown === null ? years : years.filter((_, number) => number === shown);
    const width = Math.max(Math.min(figure.clientWidth, 1120), 320);
    const largest = Math.max(...years.map((year) => year.lines.reduce((sum, line) => sum + size(line), 0)), 1);
    figure.querySelector("svg.flow")?.remove();
    const svg = element("svg", {
      class: "flow", role: "group", "aria-label": words.title, viewBox: `0 0 ${width} ${HEAD + HEIGHT + 4}`,
    });
    const output = figure.querySelector("output"), each = (width - GAP * (there.length - 1)) / there.length;
    const tell = (said) => { output.textContent = said; };
    there.forEach((year, i) => column(svg, year, i * (each + GAP), each, HEIGHT / largest, words, tell));
    figure.insertBefore(svg, output);
  };

  const start = async (figure) => {
    const answer = await fetch(figure.dataset.source);
    if (!answer.ok) return;
    const { years, words } = await answer.json();
    if (!years.some((year) => year.lines.some((line) => size(line) > 0))) return;
    figure.classList.add("drawn");
    const choice = html("p", { className: "actions" }, figure);
    html("output", { textContent: words.hint }, figure);
    const narrow = () => figure.clientWidth < 300 * years.length;
    let shown = narrow() ? years.length - 1 : null;
    const buttons = [];
    const show = (number) => {
      shown = number;
      buttons.forEach(([button, value]) => button.setAttribute("aria-pressed", String(value === shown)));
      draw(figure, years, words, shown);
    };
    const names = years.map((year, number) => [year.name, number]);
    if (years.length > 1) names.push([words.together, null]);
    for (const [name, number] of names.length > 1 ? names : []) {
      const button = html("button", { type: "button", className: "choose", textContent: name }, choice);
      button.addEventListener("click", () => show(number));
      buttons.push([button, number]);
    }
    show(shown);
    let last = figure.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(figure.clientWidth - last) > 8) { last = figure.clientWidth; draw(figure, years, words, shown); }
    }).observe(figure);
  };

  document.querySelectorAll("figure[data-source]").forEach((figure) => start(figure).catch(() => {}));
})();
