// A chart: the kernel's own drawing where there is one, else plotly.js.
// plotly.js is loaded once a page, from this machine: the workshop's server where it has it, else from the kernel.
import { followTheme, freshId, handOver, make, reachScrolling } from "./theme.js";

function runScript(url) {
  return new Promise((done, failed) => {
    const script = make("script", { src: url });
    script.onload = done;
    script.onerror = () => failed(new Error(`no plotly.js at ${url}`));
    document.head.append(script);
  });
}

function askKernel(model) {
  return new Promise((done) => {
    const heard = async (message, buffers) => {
      if (message.did !== "plotly") return;
      model.off("msg:custom", heard);
      const url = URL.createObjectURL(new Blob([buffers[0]], { type: "text/javascript" }));
      await import(url);
      URL.revokeObjectURL(url);
      done();
    };
    model.on("msg:custom", heard);
    model.send({ do: "send plotly" });
  });
}

async function fetchPlotly(model) {
  if (window.Plotly?.react) return window.Plotly;
  const served = model.get("plotly_url");
  if (served) {
    try {
      await runScript(served);
    } catch (error) {
      console.warn(`${error.message}; asking the kernel`);
    }
  }
  if (!window.Plotly?.react) await askKernel(model);
  return window.Plotly;
}

const plotly = (model) => (window.svtrainPlotly ??= fetchPlotly(model).catch((error) => { window.svtrainPlotly = undefined; throw error; }));

function inTheme(figure, node) {
  const style = getComputedStyle(node);
  const pick = (name) => style.getPropertyValue(name).trim();
  const layout = structuredClone(figure.layout || {});
  const axis = { gridcolor: pick("--sv-faint"), zerolinecolor: pick("--sv-line"), automargin: true, fixedrange: true };
  for (const name of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key)).concat("xaxis", "yaxis")) {
    layout[name] = { ...axis, ...(layout[name] || {}) };
  }
  layout.font = { family: style.fontFamily, size: 14, ...(layout.font || {}), color: pick("--sv-ink") };
  layout.paper_bgcolor ??= "rgba(0,0,0,0)";
  layout.plot_bgcolor ??= "rgba(0,0,0,0)";
  layout.dragmode ??= false;
  layout.autosize = true;
  layout.margin ??= { l: 8, r: 56, t: 8 + (layout.showlegend ? 32 : 0) + (layout.annotations?.length ? 24 : 0), b: 32 };
  delete layout.template;
  return layout;
}

// The chart as a file of its own: dark on white whatever the page's theme, with its title and sentence inside.
function asFile(model) {
  const holder = make("div");
  holder.innerHTML = model.get("drawing").wide;
  const svg = holder.firstElementChild;
  const inside = (tag, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    node.textContent = text;
    return node;
  };
  const [, , across, down] = svg.getAttribute("viewBox").split(" ");
  svg.removeAttribute("aria-hidden");
  for (const [name, value] of Object.entries({ role: "img", width: across, height: down })) svg.setAttribute(name, value);
  svg.prepend(inside("title", model.get("title") || "Chart"), inside("desc", model.get("sentence")), inside("style", model.get("file_style")));
  return new XMLSerializer().serializeToString(svg);
}

async function asPng(svg) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const image = make("img", { src: url });
  await image.decode();
  const canvas = make("canvas", { width: image.naturalWidth * 2, height: image.naturalHeight * 2 }); // sharp on paper too
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function download(model, plot, kind) {
  const name = `${model.get("name") || "chart"}.${kind}`;
  if (model.get("drawing").wide) {
    const svg = asFile(model);
    handOver(kind === "png" ? await asPng(svg) : new Blob([svg], { type: "image/svg+xml" }), name);
  } else if (plot) {
    handOver(await window.Plotly.toImage(plot, { format: kind, scale: kind === "png" ? 2 : 1 }), name);
  }
}

function tableOf({ caption = "", columns = [], rows = [] }) {
  const isNumber = (cell) => /^[-\u2212+(]?\p{Sc}?\d/u.test(String(cell));
  const table = make("table", {}, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...columns.map((name, i) => make("th", { scope: "col", class: i ? "sv-number" : null }, name)))));
  table.append(make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell, i) => (
    i === 0 ? make("th", { scope: "row" }, String(cell)) : make("td", { class: isNumber(cell) ? "sv-number" : null }, String(cell))))))));
  return table;
}

// The mark under the pointer, or the one that the arrow keys have come to, is said in words below the chart.
function pointOut(area, readout) {
  const marks = () => [...area.querySelectorAll("svg.sv-drawing")].filter((svg) => svg.getBoundingClientRect().width)
    .flatMap((svg) => [...svg.querySelectorAll(".sv-mark")]);
  const choose = (mark) => {
    area.querySelectorAll(".sv-chosen").forEach((node) => node.classList.remove("sv-chosen"));
    mark?.classList.add("sv-chosen");
    readout.textContent = mark ? mark.querySelector("title").textContent : "";
  };
  const over = (event) => { if (event.target.closest?.(".sv-mark")) choose(event.target.closest(".sv-mark")); };
  const key = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = marks();
    if (event.key === "Escape") choose(null);
    if (!step || !all.length) return;
    event.preventDefault();
    const at = all.findIndex((mark) => mark.classList.contains("sv-chosen"));
    choose(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]);
  };
  const leave = () => choose(null);
  const heard = { pointerover: over, keydown: key, pointerleave: leave, blur: leave };
  for (const [name, call] of Object.entries(heard)) area.addEventListener(name, call);
  return () => { for (const [name, call] of Object.entries(heard)) area.removeEventListener(name, call); };
}

export default {
  render({ model, el }) {
    const id = freshId("chart");
    const title = make("div", { class: "sv-chart-title", id: `${id}-title` });
    const sentence = make("p", { class: "sv-chart-sentence", id: `${id}-sentence` });
    const area = make("div", { class: "sv-chart-area", role: "img", tabindex: "0", "aria-describedby": `${id}-sentence` });
    const readout = make("p", { class: "sv-chart-readout", role: "status" });
    const more = make("details", {}, make("summary", {}, "Show these numbers as a table"));
    const scroll = make("div", { class: "sv-scroll" });
    more.append(scroll);
    const takers = ["svg", "png"].map((kind) => {
      const button = make("button", { type: "button", class: "sv-chart-take" }, `Download ${kind.toUpperCase()}`);
      button.addEventListener("click", () => download(model, plot, kind).catch((error) => {
        console.warn(error.message);
        readout.textContent = "The chart could not be made into a file. Try again, or take its table.";
      }));
      return button;
    });
    const take = make("div", { class: "sv-chart-takers" }, ...(model.get("may_be_taken") ? takers : []));
    const figure = make("figure", { class: "sv-chart", "aria-describedby": `${id}-sentence` }, make("figcaption", {}, title, sentence), area, readout, more, take);
    el.classList.add("sv");
    el.append(figure);

    let plot = null;
    let wanted = false;
    let gone = false;
    const draw = async () => {
      const Plotly = await plotly(model);
      if (gone) return;
      if (!plot) {
        plot = make("div", { class: "sv-plot" });
        area.append(plot);
        plot.style.height = `${model.get("height")}px`;
      }
      const { data = [] } = model.get("figure");
      await Plotly.react(plot, structuredClone(data), { ...inTheme(model.get("figure"), figure), height: model.get("height") },
        { displayModeBar: false, responsive: true, showTips: false, doubleClick: false });
      area.classList.add("sv-live");
      figure.dataset.drawn = "plotly";
    };
    const upgrade = () => {
      if (wanted) return;
      wanted = true;
      draw().catch(failed);
    };
    const failed = (error) => { wanted = false; console.warn(`The chart stays as drawn: ${error.message}`); };
    const seen = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) { seen.disconnect(); upgrade(); } });

    const fill = () => {
      title.textContent = model.get("title");
      title.hidden = !model.get("title");
      sentence.textContent = model.get("sentence");
      area.setAttribute("aria-label", model.get("title") || "Chart");
      el.dataset.chart = model.get("name");
      const table = model.get("table");
      more.hidden = !(table.rows || []).length;
      if (!more.hidden) scroll.replaceChildren(tableOf(table));
      const drawing = model.get("drawing");
      const empty = !(model.get("figure").data || []).length;
      area.hidden = take.hidden = empty;
      for (const button of takers) button.setAttribute("aria-label", `${button.textContent}: ${model.get("title") || "chart"}`);
      readout.textContent = "";
      area.querySelectorAll(":scope > svg.sv-drawing").forEach((node) => node.remove());
      if (drawing.wide) area.insertAdjacentHTML("afterbegin", drawing.wide + drawing.narrow);
      figure.dataset.drawn = empty ? "nothing" : drawing.wide ? "svg" : area.classList.contains("sv-live") ? "plotly" : "waiting";
      area.style.minHeight = empty || drawing.wide ? "" : `${model.get("height")}px`;
      if (drawing.wide && plot) {
        window.Plotly.purge(plot);
        plot.remove();
        plot = null;
        wanted = false;
        area.classList.remove("sv-live");
      }
      if (wanted && !empty) draw().catch(failed);
      else if (!empty && !drawing.wide) seen.observe(area);
      figure.dataset.change = String(Number(figure.dataset.change || 0) + 1);
    };
    fill();
    model.on("change", fill);

    const forget = pointOut(area, readout);
    const still = reachScrolling(figure);
    const stop = followTheme(el, () => { if (plot) draw(); });
    return () => {
      gone = true;
      stop();
      forget();
      still();
      seen.disconnect();
      model.off("change", fill);
      if (plot) window.Plotly?.purge(plot);
    };
  },
};
