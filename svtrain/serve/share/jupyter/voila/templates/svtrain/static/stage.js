// What Voila's own scripts leave out: names for the parts of stock widgets, and words when the line to the server drops.
(() => {
  "use strict";

  // Names and roles, for each part as it appears.
  const text = (node) => (node ? node.textContent.replace(/:\s*$/, "").trim() : "");
  const labelOf = (node) => text(node.querySelector(":scope > .widget-label"));
  const name = (node, words) => { if (node && words && !node.hasAttribute("aria-label") && !node.hasAttribute("aria-labelledby")) node.setAttribute("aria-label", words); };
  let last = 0;
  // What scrolls sideways is a named region that Tab reaches, for as long as it scrolls.
  const reach = (node, words) => new ResizeObserver(() => {
    const wide = node.scrollWidth > node.clientWidth + 1;
    for (const [key, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": words })) {
      if (wide) node.setAttribute(key, value); else node.removeAttribute(key);
    }
  }).observe(node);

  const mend = {
    ".widget-slider": (slider) => {
      const label = labelOf(slider) || "Value";
      const handles = slider.querySelectorAll(".noUi-handle");
      const ends = handles.length > 1 ? [" from", " to"] : [""];
      handles.forEach((handle, i) => handle.setAttribute("aria-label", label + ends[i]));
      const readout = slider.querySelector(".widget-readout");
      if (readout) {
        readout.setAttribute("role", readout.isContentEditable ? "textbox" : "note");
        readout.setAttribute("aria-label", `${label}, as typed`);
        const say = () => handles.forEach((handle, i) => {
          const shown = text(readout);
          if (shown && handles.length === 1) handle.setAttribute("aria-valuetext", shown);
        });
        new MutationObserver(say).observe(readout, { childList: true, characterData: true, subtree: true });
        say();
      }
    },
    ".widget-radio": (group) => {
      const box = group.querySelector(".widget-radio-box");
      box.setAttribute("role", "radiogroup");
      name(box, labelOf(group) || "Choose one");
    },
    ".widget-progress, .widget-hprogress": (bar) => {
      const inner = bar.querySelector(".progress");
      if (!inner) return;
      inner.setAttribute("role", "progressbar");
      name(inner, labelOf(bar) || "Progress");
    },
    ".widget-inline-hbox": (field) => {
      const control = field.querySelector(":scope > input, :scope > select, :scope > textarea");
      const label = field.querySelector(":scope > label.widget-label");
      if (!control || !label) return;
      if (!control.id) control.id = `field-${(last += 1)}`;
      if (!label.htmlFor) label.htmlFor = control.id;
      if (!text(label)) name(control, control.placeholder || "Field");
    },
    ".widget-upload": (button) => { const input = button.querySelector("input[type=file]"); name(input, text(button)); },
    ".widget-tab": (tabs) => {
      const label = labelOf(tabs);
      const list = tabs.querySelector(".lm-TabBar-content");
      if (list) name(list, label || "Parts");
      tabs.querySelectorAll(".lm-TabBar-tab").forEach((tab) => tab.setAttribute("tabindex", "0"));
    },
    ".widget-tab .lm-TabBar-tab": (tab) => {
      tab.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        const box = tab.getBoundingClientRect();
        const at = { bubbles: true, cancelable: true, button: 0, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
        tab.dispatchEvent(new PointerEvent("pointerdown", at));
        tab.dispatchEvent(new MouseEvent("mousedown", at));
        document.dispatchEvent(new PointerEvent("pointerup", at));
        document.dispatchEvent(new MouseEvent("mouseup", at));
        requestAnimationFrame(() => tab.focus());
      });
    },
    ".jp-RenderedMarkdown": (words) => reach(words, "Wide table"),
    ".printed.columns": (words) => reach(words, "Wide table"),
  };
  const done = Object.fromEntries(Object.keys(mend).map((key) => [key, new WeakSet()]));
  const look = () => {
    for (const [selector, call] of Object.entries(mend)) {
      for (const node of document.querySelectorAll(selector)) {
        if (done[selector].has(node)) continue;
        done[selector].add(node);
        call(node);
      }
    }
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // anywidget gives each widget two seconds to start. On a slow telephone a page needs longer for all of them; then its buttons would
  // be there and do nothing. So whatever asks for a short wait gets two minutes.
  const SLOWEST = 120000;
  const within = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => within(Math.max(ms, SLOWEST));

  // The widget manager looks for a model for two seconds and not once more at the end. On a busy machine a page's states may come in
  // that last moment, and the page would say "model not found" for good. So it looks once more.
  const lookAgain = (manager) => {
    const find = manager.get_model.bind(manager);
    manager.get_model = async (id) => {
      try { return await find(id); } catch (error) { if (manager.has_model(id)) return find(id); throw error; }
    };
  };
  let app;
  Object.defineProperty(window, "jupyterapp", {
    configurable: true,
    get: () => app,
    set: (started) => { app = started; if (app.widgetManager) lookAgain(app.widgetManager); }, // before any output asks for its model
  });

  // The line to the server.
  const config = () => JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
  const say = (words, button) => {
    const bar = document.getElementById("connection");
    if (!bar) return;
    bar.replaceChildren();
    if (!words) return;
    const line = document.createElement("p");
    line.textContent = words;
    bar.append(line);
    if (button) {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = button;
      again.addEventListener("click", () => location.reload());
      bar.append(again);
    }
  };
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  const mayReload = () => {
    const now = Date.now();
    const times = JSON.parse(sessionStorage.getItem("reloads") || "[]").filter((t) => now - t < 60000);
    sessionStorage.setItem("reloads", JSON.stringify([...times, now]));
    return times.length < 3;
  };
  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });
  // Fields say what was typed into them while the line to the kernel is still there; capture comes before the page lets go of it.
  addEventListener("beforeunload", () => document.dispatchEvent(new Event("sv-press")), { capture: true });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  let busy = false;
  async function recover(kernel) {
    if (busy || leaving) return;
    busy = true;
    await pause(400);
    const told = !leaving && kernel.connectionStatus !== "connected";
    if (told) say("The connection dropped. Your work is saved; reconnecting.");
    const { baseUrl = "/", kernelId } = config();
    while (!leaving) {
      let status = 0;
      try { status = (await fetch(`${baseUrl}api/kernels/${kernelId}`, { cache: "no-store" })).status; } catch { status = 0; }
      if (status === 404) {
        if (mayReload()) { say("The page is opening again. Your work is saved."); await pause(800); location.reload(); }
        else say("This page had to stop. Your work is saved.", "Open it again");
        return;
      }
      if (status === 200) {
        if (kernel.connectionStatus !== "connected") { try { await Promise.race([kernel.reconnect(), pause(4000)]); } catch { /* tried again below */ } }
        if (kernel.connectionStatus === "connected") {
          busy = false;
          if (told) {
            say("Connected again.");
            setTimeout(() => { if (!busy) say(""); }, 4000);
          }
          return;
        }
      }
      await pause(1500);
    }
  }
  function watch(kernel) {
    kernel.connectionStatusChanged.connect((_, status) => { if (status !== "connected") recover(kernel); });
    kernel.statusChanged.connect((_, status) => {
      if (leaving || !["dead", "autorestarting", "restarting", "terminating"].includes(status)) return;
      busy = true;
      say("This page has stopped working. Your work is saved.", "Open it again");
    });
    if (kernel.connectionStatus !== "connected") setTimeout(() => { if (kernel.connectionStatus !== "connected") recover(kernel); }, 3000);
  }
  // Scripts are there and the line stands: the page is ready. When that never comes, say so.
  (async () => {
    if (!document.getElementById("jupyter-config-data")) return;
    const loaded = new Promise((go) => (document.readyState === "complete" ? go() : addEventListener("load", go)));
    let since = 0;
    let kernel;
    while (!leaving && kernel?.connectionStatus !== "connected") {
      await pause(50);
      const found = window.jupyterapp?.widgetManager?.kernel;
      if (found && !kernel) {
        watch((kernel = found));
        window.svtrainTakeUp?.(kernel, () => app.widgetManager);
      }
      if (!kernel && document.readyState === "complete") since += 50;
      if (since === 20000) say("This page has not opened fully. Your work is saved.", "Open it again");
    }
    await loaded;
    if (since >= 20000) say("");
    document.documentElement.dataset.ready = "true";
  })();

  // In a room: the page that the facilitator asks everybody to open, as a line with a link. Nothing is opened by itself.
  const NEWS = 3000;
  const notNow = (n) => { try { sessionStorage.setItem("put-away", String(n)); } catch { /* it comes again, no more */ } };
  const putAway = () => { try { return sessionStorage.getItem("put-away"); } catch { return ""; } };
  function ask(told) {
    let line = document.getElementById("asked");
    const here = decodeURI(location.pathname);
    const wanted = told.n && here !== told.address && putAway() !== String(told.n) ? String(told.n) : "";
    if ((line?.dataset.n || "") === wanted) return;
    if (!line) {
      line = Object.assign(document.createElement("div"), { id: "asked", className: "asked" });
      line.setAttribute("role", "status");
      const main = document.querySelector("main");
      main.before(line);
    }
    line.dataset.n = wanted;
    line.replaceChildren();
    if (!wanted) return;
    const words = document.createElement("p");
    const link = Object.assign(document.createElement("a"), { href: told.address, textContent: told.title });
    words.append("The facilitator asks you to open: ", link);
    const away = Object.assign(document.createElement("button"), { type: "button", textContent: "Not now" });
    away.addEventListener("click", () => { notNow(told.n); line.dataset.n = ""; line.replaceChildren(); });
    line.append(words, away);
  }
  async function follow() {
    const home = document.querySelector(".home")?.getAttribute("href") || "/";
    while (!leaving && document.cookie.includes("svtrain-in-a-room=")) {
      if (!document.hidden) {
        try {
          const answer = await fetch(`${home}room/news`, { cache: "no-store" });
          if (answer.status === 204 || answer.status === 403) return;
          if (answer.ok) ask(await answer.json());
        } catch { /* asked again below */ }
      }
      await pause(NEWS);
    }
  }
  if (document.cookie.includes("svtrain-in-a-room=")) {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", follow); else follow();
  }

  // On paper nothing opens at a press, so what is folded is printed open.
  let folded = [];
  addEventListener("beforeprint", () => { folded = [...document.querySelectorAll("main details:not([open])")]; folded.forEach((one) => { one.open = true; }); });
  addEventListener("afterprint", () => { folded.forEach((one) => { one.open = false; }); folded = []; });

  // Voila's own template calls these; here the words are shown as they come.
  window.voila_heartbeat = window.voila_process = window.update_loading_text = window.voila_finish = window.display_cells = () => {};
})();
