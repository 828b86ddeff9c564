// A real button. `save` in a message from the kernel hands the person a file.
import { followTheme, handOver, make } from "./theme.js";

export default {
  render({ model, el }) {
    const button = make("button", { type: "button", class: "sv-button" });
    el.classList.add("sv", "sv-act");
    el.append(button);
    const fill = () => {
      button.textContent = model.get("text");
      button.dataset.kind = model.get("kind");
      button.disabled = model.get("disabled");
      el.dataset.button = model.get("name");
      if (model.get("long_name")) button.setAttribute("aria-label", model.get("long_name"));
    };
    const heard = (message, buffers) => {
      if (message.do === "save") handOver(new Blob([buffers[0]], { type: message.type }), message.name);
      if (message.do === "focus") button.focus();
    };
    button.addEventListener("click", () => {
      document.dispatchEvent(new Event("sv-press")); // fields say first what was typed into them
      model.send({ did: "click" });
    });
    model.on("change", fill);
    model.on("msg:custom", heard);
    fill();
    const stop = followTheme(el);
    return () => { stop(); model.off("change", fill); model.off("msg:custom", heard); };
  },
};
