// One labelled field. What stands in the box is sent as it stands, on every keystroke; nothing here corrects it.
import { followTheme, freshId, make } from "./theme.js";

const SAID_ALWAYS = ["unit", "hint", "problem"];
const WAIT = 5000; // milliseconds; then a box is free again, whatever became of the answer
const ARROW = 1; // what a drop-down list's arrow takes, in widths of its letters

function control(model, id) {
  const kind = model.get("kind");
  if (kind === "choice") return make("select", { id });
  if (kind === "long") return make("textarea", { id, rows: model.get("rows") || 3 });
  if (kind === "tick") return make("input", { id, type: "checkbox" });
  const number = kind === "number";
  return make("input", {
    id, type: "text", autocomplete: "off", spellcheck: number ? "false" : null, inputmode: number ? "decimal" : null,
  });
}

function fillChoices(select, options, value) {
  select.replaceChildren();
  const groups = new Map();
  for (const [id, text, group] of options) {
    const option = make("option", { value: id }, text);
    if (!group) { select.append(option); continue; }
    if (!groups.has(group)) { groups.set(group, make("optgroup", { label: group })); select.append(groups.get(group)); }
    groups.get(group).append(option);
  }
  select.value = value;
}

const pen = make("canvas").getContext("2d"); // measures words

// The words of the chosen line, written out below its box where the box is too narrow for them; a screen reader has them already.
function writeOut(select) {
  const whole = make("p", { class: "sv-field-chosen", "aria-hidden": "true" });
  const look = () => {
    const style = getComputedStyle(select);
    pen.font = style.font;
    const text = select.selectedOptions[0]?.text || "";
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - ARROW * parseFloat(style.fontSize);
    const said = select.clientWidth && pen.measureText(text).width > room ? text : "";
    if (whole.textContent !== said) whole.textContent = said;
  };
  const watcher = new ResizeObserver(look);
  watcher.observe(select);
  select.addEventListener("change", look);
  return [whole, look, () => watcher.disconnect()];
}

// Half a letter, such as a picture cut in two, cannot be sent: its message would not be read, nor any after it.
function wholeLetters(text) {
  return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (found) => (found.length > 1 ? found : "\uFFFD"));
}

// The arrow keys add or take one step, in the digits that stand there.
function stepped(text, step, up) {
  const found = text.trim().match(/^(-?\d[\d,]*(?:\.(\d*))?)(\s*%)?$/);
  if (!found || !step) return null;
  const size = found[3] ? step * 100 : step;
  const places = Math.max((found[2] || "").length, (String(Number(size.toPrecision(12))).split(".")[1] || "").length);
  const next = Number(found[1].replaceAll(",", "")) + (up ? size : -size);
  return next.toFixed(places) + (found[3] || "");
}

// What a word means: shown on hover, on focus and on click, put away with Escape.
function askButton(idOfMeaning) {
  const button = make("button", { type: "button", class: "sv-ask", "aria-describedby": idOfMeaning, "aria-expanded": "false" }, "?");
  const tip = make("div", { class: "sv-tip", role: "tooltip", id: idOfMeaning, popover: "manual", hidden: !("popover" in HTMLElement.prototype) });
  let open = false;
  const place = () => {
    const at = button.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    tip.style.top = `${at.bottom + 6 + size.height > innerHeight ? Math.max(8, at.top - size.height - 6) : at.bottom + 6}px`;
  };
  const show = (wanted) => {
    if (wanted === open) return;
    open = wanted;
    button.setAttribute("aria-expanded", String(open));
    if (!tip.showPopover) { tip.hidden = !open; return; }
    if (!tip.isConnected) return;
    if (open) { tip.showPopover(); place(); } else tip.hidePopover();
  };
  let leaving;
  const enter = () => { clearTimeout(leaving); show(true); };
  const leave = () => { leaving = setTimeout(() => show(document.activeElement === button), 150); };
  for (const node of [button, tip]) { node.addEventListener("pointerenter", enter); node.addEventListener("pointerleave", leave); }
  button.addEventListener("focus", () => show(true));
  button.addEventListener("blur", () => show(false));
  button.addEventListener("click", () => show(true));
  button.addEventListener("keydown", (event) => { if (event.key === "Escape") show(false); });
  return [button, tip];
}

export default {
  render({ model, el }) {
    const kind = model.get("kind");
    const id = freshId("field");
    const parts = Object.fromEntries(["meaning", ...SAID_ALWAYS].map((name) => [name, `${id}-${name}`]));
    const [ask, tip] = askButton(parts.meaning);
    const unit = make("span", { class: "sv-field-unit", id: parts.unit });
    const hint = make("p", { class: "sv-field-hint", id: parts.hint });
    const problem = make("p", { class: "sv-field-problem", id: parts.problem, role: "alert" });
    el.classList.add("sv", "sv-field");

    const list = kind === "list";
    const label = list ? make("legend", { id: `${id}-label` }) : make("label", { for: id });
    const input = list ? make("div", { class: "sv-picks" }) : control(model, id);
    const top = make("div", { class: "sv-field-top" });
    let outer = el;
    if (list) {
      outer = make("fieldset", { "aria-describedby": `${parts.hint} ${parts.problem}` });
      outer.append(label, top, input);
      top.append(ask, tip);
      el.append(outer, hint, problem);
    } else if (kind === "tick") {
      el.append(make("div", { class: "sv-pick" }, input, label, ask, tip), hint, problem);
    } else {
      top.append(label, ask, tip);
      el.append(top, make("div", { class: "sv-field-line" }, input, unit), hint, problem);
    }
    const [whole, writtenOut, still] = kind === "choice" ? writeOut(input) : [null, () => {}, () => {}];
    if (whole) hint.before(whole);

    let unsaid = false; // changed here since a button was last pressed
    const send = (text) => {
      if (text === model.get("value")) return;
      if (model.get("turns")) document.dispatchEvent(new Event("sv-press"));
      unsaid = true;
      if (resuming) mine = { text, about: model.get("about") };
      model.set("value", text);
      model.set("typed_about", model.get("about"));
      model.save_changes();
      if (model.get("turns")) document.dispatchEvent(new Event("sv-turn"));
    };
    // While the kernel is busy, a change waits for its turn and a press does not: so what was typed goes ahead of the press.
    const sayFirst = () => {
      if (unsaid) model.send({ did: "typed", text: model.get("value"), about: model.get("typed_about") });
      unsaid = false;
    };
    // After a dropped line the page asks for every state again. What the kernel may not have yet is newer than the answer.
    let resuming = false;
    let mine = null;
    const resume = () => {
      resuming = true;
      mine = model._pending_msgs ? { text: model.get("value"), about: model.get("about") } : null;
    };
    const resumed = () => {
      resuming = false;
      const kept = mine?.about === model.get("about") ? mine?.text : undefined;
      if (kept === undefined || kept === model.get("value")) { fill.value(); return; }
      model.set("value", kept);
      model.save_changes();
    };
    // A box that serves several things in turn takes nothing between the turn and its answer: what stands in it is of the thing before.
    let waiting;
    const free = () => { clearTimeout(waiting); input.readOnly = false; };
    const turned = () => {
      if (!model.get("about") || !("readOnly" in input) || model.get("turns")) return;
      input.readOnly = true;
      clearTimeout(waiting);
      waiting = setTimeout(free, WAIT);
    };
    const boxes = () => [...input.querySelectorAll("input")];
    const fill = {
      label: () => { label.textContent = model.get("label"); },
      unit: () => { unit.textContent = model.get("unit"); },
      hint: () => { hint.textContent = model.get("hint"); },
      meaning: () => {
        const text = model.get("meaning");
        tip.textContent = text;
        ask.hidden = !text;
        if (text) ask.setAttribute("aria-label", `What does ${model.get("term") || model.get("label")} mean?`);
        if (list) top.hidden = !text;
      },
      problem: () => {
        const text = model.get("problem");
        if (problem.textContent !== text) problem.textContent = text;
        const target = list ? outer : input;
        if (text) target.setAttribute("aria-invalid", "true"); else target.removeAttribute("aria-invalid");
        el.dataset.problem = text ? "yes" : "no";
      },
      options: () => {
        if (kind === "choice") { fillChoices(input, model.get("options"), model.get("value")); writtenOut(); }
        if (list) {
          input.replaceChildren(...model.get("options").map(([key, text], i) => make("div", { class: "sv-pick" },
            make("input", { type: "radio", name: id, value: key, id: `${id}-${i}` }), make("label", { for: `${id}-${i}` }, text))));
        }
      },
      value: () => {
        if (resuming && mine?.about === model.get("about")) return;
        const value = model.get("value");
        if (list) boxes().forEach((box) => { box.checked = box.value === value; });
        else if (kind === "tick") input.checked = value === "yes";
        else if (input.value !== value) input.value = value;
        writtenOut();
      },
      disabled: () => {
        const off = model.get("disabled");
        (list ? boxes() : [input]).forEach((box) => { box.disabled = off; });
      },
      name: () => { el.dataset.field = model.get("name"); },
      describe: () => {
        if (list) return;
        const said = SAID_ALWAYS.filter((name) => model.get(name)).map((name) => parts[name]);
        if (model.get("meaning")) said.push(parts.meaning);
        if (said.length) input.setAttribute("aria-describedby", said.join(" ")); else input.removeAttribute("aria-describedby");
      },
    };
    const order = ["label", "unit", "hint", "meaning", "options", "value", "problem", "disabled", "name", "describe"];
    order.forEach((part) => fill[part]());

    const watchers = [];
    const watch = (event, call) => { model.on(event, call); watchers.push([event, call]); };
    for (const part of order.slice(0, -1)) {
      watch(`change:${part}`, () => {
        fill[part]();
        fill.describe();
        if (part === "options") { fill.value(); fill.disabled(); }
      });
    }
    input.addEventListener(kind === "choice" || list || kind === "tick" ? "change" : "input", (event) => {
      send(list ? event.target.value : kind === "tick" ? (input.checked ? "yes" : "no") : wholeLetters(input.value));
    });
    if (kind === "number") {
      input.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        const next = stepped(input.value, model.get("step"), event.key === "ArrowUp");
        if (next === null) return;
        event.preventDefault();
        input.value = next;
        send(next);
      });
    }
    watch("change:about", free);
    watch("msg:custom", (message) => {
      if (message.do === "focus") (list ? boxes()[0] : input).focus();
      if (message.do === "turned") document.dispatchEvent(new Event("sv-turned"));
    });
    const stop = followTheme(el);
    const heard = { "sv-press": sayFirst, "sv-resuming": resume, "sv-resumed": resumed, "sv-turn": turned, "sv-turned": free };
    for (const [event, call] of Object.entries(heard)) document.addEventListener(event, call);
    return () => { stop(); still(); free(); Object.entries(heard).forEach(([event, call]) => document.removeEventListener(event, call)); watchers.forEach(([event, call]) => model.off(event, call)); };
  },
};
