// Follows the page, whoever drew it: the theme is read from the background that is really behind the widget.
function shadeBehind(node) {
  for (let at = node; at; at = at.parentElement) {
    const parts = getComputedStyle(at).backgroundColor.match(/[\d.]+/g);
    if (parts && (parts.length < 4 || Number(parts[3]) > 0.5)) {
      const [r, g, b] = parts.map(Number);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110 ? "dark" : "light";
    }
  }
  return "light";
}

// Calls `changed` whenever the page turns light or dark; returns the call that stops it.
export function followTheme(node, changed = () => {}) {
  let last = "";
  const look = () => {
    const shade = shadeBehind(node);
    if (shade === last) return;
    last = shade;
    document.documentElement.dataset.svTheme = shade;
    changed(shade);
  };
  const soon = () => setTimeout(look, 60);
  const media = matchMedia("(prefers-color-scheme: dark)");
  media.addEventListener("change", soon);
  const watcher = new MutationObserver(soon);
  for (const root of [document.documentElement, document.body]) {
    watcher.observe(root, { attributes: true, attributeFilter: ["class", "data-jp-theme-light", "data-theme"] });
  }
  requestAnimationFrame(look);
  return () => { media.removeEventListener("change", soon); watcher.disconnect(); };
}

// One element with its attributes and children; text is always set as text, never as markup.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// What scrolls sideways is a named region that Tab reaches, so that the arrow keys scroll it.
export function reachScrolling(root) {
  const names = (node) => ({ tabindex: "0", role: "region", "aria-label": `${node.querySelector("caption")?.textContent || "Table"} (scrolls sideways)` });
  const look = () => root.querySelectorAll(".sv-scroll").forEach((node) => {
    const wide = node.scrollWidth > node.clientWidth;
    for (const [name, value] of Object.entries(names(node))) {
      if (!wide) node.removeAttribute(name);
      else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
    }
  });
  let due = 0;
  const soon = () => { due ||= requestAnimationFrame(() => { due = 0; look(); }); };
  const watchers = [new ResizeObserver(soon), new MutationObserver(soon)];
  watchers[0].observe(root);
  watchers[1].observe(root, { childList: true, subtree: true });
  return () => { cancelAnimationFrame(due); watchers.forEach((one) => one.disconnect()); };
}

// Hands the person a file: `content` is a Blob, or an address that holds the data itself.
export function handOver(content, name) {
  const url = typeof content === "string" ? content : URL.createObjectURL(content);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  if (typeof content !== "string") setTimeout(() => URL.revokeObjectURL(url), 10000);
}

let lastId = 0;
export const freshId = (stem) => `sv-${stem}-${Date.now().toString(36)}-${(lastId += 1)}-${Math.random().toString(36).slice(2, 7)}`;
