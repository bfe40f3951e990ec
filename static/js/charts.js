/* Draws every element marked data-figure from JSON that the page already holds (or that data-figure-url answers).
   The look comes from tokens.css; the table beside each chart says the same without this file. Under each picture
   stands a line that the keyboard reaches: its arrow keys read the points aloud. */
(() => {
  "use strict";
  const self = document.currentScript;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let loading = null;

  const plotly = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = self.dataset.plotly;
      script.onload = () => resolve(window.Plotly);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  };

  const theme = (dark, narrow) => {
    const ink = dark ? "#f4f1e9" : token("--ink-soft");
    const line = dark ? "#34464a" : token("--chart-grid");
    const axis = { gridcolor: line, linecolor: line, zerolinecolor: line, zerolinewidth: 1, tickfont: { color: ink }, automargin: true, fixedrange: true, title: { font: { color: ink } } };
    return {
      font: { family: token("--font"), size: dark ? 22 : narrow ? 13 : 15, color: ink },
      colorway: [1, 2, 3, 4, 5, 6].map((n) => token(`--chart-${n}`)),
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      margin: { l: 8, r: 8, t: 28, b: 8, pad: 4 }, autosize: true,
      xaxis: { ...axis, showgrid: false }, yaxis: { ...axis },
      legend: { orientation: "h", y: -0.18, x: 0 }, bargap: 0.35, dragmode: false,
      hoverlabel: { bgcolor: token("--ink"), bordercolor: token("--ink"), font: { color: "#fff", family: token("--font"), size: 14 } },
      transition: { duration: still ? 0 : 150 },
    };
  };

  const read = async (place) => {
    const held = document.getElementById(place.dataset.figure);
    if (held) return JSON.parse(held.textContent);
    const answer = await fetch(place.dataset.figureUrl, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const axes = (layout, base) => {
    const own = { ...layout };
    for (const key of Object.keys(layout)) {
      if (/^[xy]axis\d*$/.test(key)) own[key] = { ...(key.startsWith("x") ? base.xaxis : base.yaxis), ...layout[key] };
    }
    return own;
  };

  // the points of a figure in words, in the order in which they stand: "Grade 3, Fall: 41%"
  const points = (figure) => figure.data.flatMap((trace, curve) => {
    if (trace.hoverinfo === "skip" && !trace.text) return [];
    const lies = trace.orientation === "h";
    const scatter = (trace.type ?? "scatter") === "scatter";
    const [names, values] = lies || scatter ? [trace.y, trace.x] : [trace.x, trace.y];
    return (names ?? []).map((name, at) => {
      const words = [trace.text].flat()[Array.isArray(trace.text) ? at : 0] ?? "";
      const value = words || values?.[at];
      return value === undefined || value === null || value === "" ? null : { curve, at, words: `${name}, ${trace.name ?? ""}: ${value}` };
    }).filter(Boolean);
  });

  // Plotly's picture has no keyboard of its own: this line under it is walked with the arrow keys and read aloud
  const reader = (place, figure, Plotly) => {
    const all = points(figure);
    if (!all.length || place.closest(".screen")) return;
    const line = document.createElement("p");
    const words = document.createElement("span");
    let now = -1;
    line.className = "chart-points";
    line.tabIndex = 0;
    line.setAttribute("role", "application");
    line.setAttribute("aria-label", `${self.dataset.points}: ${document.getElementById(`${place.id}-title`)?.textContent ?? ""}`);
    line.setAttribute("aria-roledescription", self.dataset.keys);
    words.setAttribute("aria-live", "polite");
    words.textContent = self.dataset.keys;
    line.append(words);
    line.addEventListener("keydown", (event) => {
      const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
      if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      now = Math.min(Math.max(to, 0), all.length - 1);
      words.textContent = all[now].words;
      try { Plotly.Fx.hover(place, [{ curveNumber: all[now].curve, pointNumber: all[now].at }]); } catch { /* the words are enough */ }
    });
    line.addEventListener("blur", () => { try { Plotly.Fx.unhover(place); } catch { /* nothing was shown */ } });
    place.after(line);
  };

  // long names beside lying bars leave no room on a phone: broken into lines
  const broken = (text, width = 16) => String(text).replace(/<br>/g, " ").split(" ").reduce((lines, word) => {
    const last = lines[lines.length - 1];
    if (last && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []).join("<br>");
  const narrowed = (layout, data) => {
    const names = [...new Set(data.filter((trace) => trace.orientation === "h").flatMap((trace) => trace.y ?? []))];
    if (!names.some((name) => String(name).length > 16)) return layout;
    const yaxis = { ...layout.yaxis, tickmode: "array", tickvals: names, ticktext: names.map((name) => broken(name)), tickfont: { ...layout.yaxis?.tickfont, size: 12 } };
    return { ...layout, yaxis, height: Math.max(layout.height ?? 0, 84 * names.length + 80) };
  };

  const draw = async (place) => {
    if (place.dataset.state) return;
    place.dataset.state = "drawing";
    try {
      const [figure, Plotly] = [await read(place), await plotly()];
      const isNarrow = place.clientWidth < 480;
      const base = theme(Boolean(place.closest(".screen")), isNarrow);
      const data = figure.data.map((trace) => ({ cliponaxis: false, ...(trace.type === "bar" && { constraintext: "none", textangle: 0 }), ...trace }));
      const { template, width, ...given } = figure.layout ?? {};
      const layout = isNarrow ? narrowed(given, data) : given;
      if (layout.height) place.style.minHeight = `${layout.height}px`;
      await Plotly.newPlot(place, data, { ...base, ...axes(layout, base), title: undefined }, { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false, showTips: false });
      place.dataset.state = "drawn";
      reader(place, figure, Plotly);
    } catch {
      place.dataset.state = "failed";
      place.textContent = self.dataset.failed;
      place.removeAttribute("role");
      place.closest(".chart-card")?.querySelector("details")?.setAttribute("open", "");
    }
  };

  const near = new IntersectionObserver((seen) => seen.filter((one) => one.isIntersecting).forEach((one) => {
    near.unobserve(one.target);
    draw(one.target);
  }), { rootMargin: "400px" });
  const find = (root) => root.querySelectorAll?.("[data-figure], [data-figure-url]").forEach((place) => near.observe(place));

  find(document);
  document.addEventListener("htmx:load", (event) => find(event.detail.elt));
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    if (event.target.matches?.(".js-plotly-plot")) window.Plotly?.purge(event.target);
  });
  addEventListener("beforeprint", () => document.querySelectorAll("[data-figure]").forEach(draw));
})();
