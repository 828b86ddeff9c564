// A clock that counts down by itself in the browser; the kernel hears of it once a minute, so that it may look at the time.
import { followTheme, make } from "./theme.js";

const NEAR = 10; // seconds by which a machine's clock may be off before the server's time is trusted instead

export default {
  render({ model, el }) {
    const label = make("p", { class: "sv-clock-label" });
    const time = make("p", { class: "sv-clock-time", role: "timer" });
    const state = make("p", { class: "sv-clock-state" });
    const said = make("div", { class: "sv-out", role: "status" });
    el.classList.add("sv", "sv-clock");
    el.append(label, time, state, said);
    let off = 0;
    let minute = null;
    let last = "";

    const left = () => (model.get("running") ? model.get("ends") - (Date.now() / 1000 - off) : model.get("left"));
    const digits = (seconds) => {
      const whole = Math.abs(Math.trunc(seconds));
      const hours = Math.floor(whole / 3600);
      const parts = [Math.floor((whole % 3600) / 60), whole % 60].map((part) => String(part).padStart(2, "0"));
      return (hours ? `${hours}:` : "") + parts.join(":");
    };
    const words = (seconds) => {
      if (!model.get("shown")) return "";
      if (!model.get("running")) return model.get("idle");
      if (seconds < 0) return "Over time";
      return seconds <= 60 ? "Less than a minute left" : "Left";
    };
    const show = () => {
      const seconds = left();
      const over = model.get("shown") && seconds < 0;
      const text = model.get("shown") ? `${over ? "+" : ""}${digits(seconds)}` : "\u2013\u2013:\u2013\u2013";
      if (time.textContent !== text) time.textContent = text;
      const line = words(seconds);
      if (state.textContent !== line) state.textContent = line;
      el.hidden = !model.get("shown") && !model.get("idle");
      el.dataset.state = over ? "over" : model.get("running") ? "running" : "still";
      if (!model.get("running")) { minute = null; return; }
      const mark = seconds <= 0 ? "The time is up." : seconds <= 60 ? "One minute left." : seconds <= 300 ? "Five minutes left." : "";
      if (mark !== last) { said.textContent = mark; last = mark; }
      const now = Math.floor(seconds / 60);
      if (minute !== null && now !== minute) model.send({ did: "minute" });
      minute = now;
    };
    const fill = () => {
      const ahead = Date.now() / 1000 - model.get("sent");
      off = Math.abs(ahead) > NEAR && model.get("sent") ? ahead : 0;
      label.textContent = model.get("label");
      el.dataset.clock = model.get("name");
      show();
    };
    model.on("change", fill);
    fill();
    const tick = setInterval(show, 500);
    const stop = followTheme(el);
    return () => { clearInterval(tick); stop(); model.off("change", fill); };
  },
};
