// Words from the kernel; every value in them was escaped there.
import { followTheme, make, reachScrolling } from "./theme.js";

export default {
  render({ model, el }) {
    const live = model.get("live");
    const box = make("div", { class: "sv-words", role: live ? "status" : null, "aria-live": live ? "polite" : null });
    el.classList.add("sv");
    const fill = () => {
      box.innerHTML = model.get("html");
      el.dataset.words = model.get("name");
    };
    el.append(box);
    model.on("change:html", fill);
    fill();
    const stop = followTheme(el);
    const still = reachScrolling(box);
    return () => { stop(); still(); model.off("change:html", fill); };
  },
};
