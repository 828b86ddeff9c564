// Where a person is among the steps, as a list of buttons that Tab reaches.
import { followTheme, make } from "./theme.js";

export default {
  render({ model, el }) {
    const list = make("ol");
    el.classList.add("sv", "sv-steps");
    el.append(make("nav", { "aria-label": model.get("label") }, list));
    const fill = () => {
      const current = model.get("current");
      if (list.children.length !== model.get("titles").length) {
        list.replaceChildren(...model.get("titles").map((title, i) => {
          const button = make("button", { type: "button", class: "sv-button" }, `${i + 1}. ${title}`);
          button.addEventListener("click", () => { model.set("current", i); model.save_changes(); });
          return make("li", {}, button);
        }));
      }
      [...list.querySelectorAll("button")].forEach((button, i) => {
        if (i === current) button.setAttribute("aria-current", "step"); else button.removeAttribute("aria-current");
      });
    };
    model.on("change", fill);
    fill();
    const stop = followTheme(el);
    return () => { stop(); model.off("change", fill); };
  },
};
