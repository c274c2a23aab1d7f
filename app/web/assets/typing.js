// Streamlit hears of a text only when it is finished: here the search box offers words while they are typed.
(() => {
  "use strict";
  const BOX = ".st-key-question input", WAIT_MS = 150;
  let list = null, box = null, timer = 0, asked = null;

  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list?.remove();
    list = null;
    box?.setAttribute("aria-expanded", "false");
    box?.removeAttribute("aria-activedescendant");
  };
  const choose = (text) => {
    // React keeps the value itself; its own setter tells it of another one, and leaving the box sends it
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    close();
    box.blur();
  };
  const show = (texts) => {
    close();
    if (!texts.length || document.activeElement !== box) return;
    list = document.createElement("ul");
    list.className = "typing";
    list.id = "typing";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "提示");
    texts.forEach((text, number) => {
      const line = document.createElement("li");
      line.id = `typing-${number}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.textContent = text;
      line.addEventListener("pointerdown", (event) => event.preventDefault());
      line.addEventListener("click", () => choose(text));
      list.append(line);
    });
    const place = box.closest('[data-baseweb="input"]')?.getBoundingClientRect() ?? box.getBoundingClientRect();
    Object.assign(list.style, {
      left: `${place.left + scrollX}px`, top: `${place.bottom + scrollY}px`, width: `${place.width}px`
    });
    document.body.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-controls", "typing"], ["aria-expanded", "true"],
                                 ["aria-autocomplete", "list"], ["autocomplete", "off"]]) box.setAttribute(name, value);
  };
  const ask = async (typed) => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`/api/suggestions?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
      if (answer.ok && box.value.trim() === typed) show((await answer.json()).suggestions);
    } catch { /* without suggestions the box is what it was */ }
  };
  const typed = (event) => {
    if (!event.target.matches?.(BOX) || event.isComposing) return;
    box = event.target;
    clearTimeout(timer);
    const text = box.value.trim();
    if (!text || document.activeElement !== box) return close();
    timer = setTimeout(ask, WAIT_MS, text);
  };
  const step = (by) => {
    const lines = [...list.children], now = lines.findIndex((line) => line.ariaSelected === "true");
    const next = (now + by + lines.length + (now < 0 && by < 0 ? 1 : 0)) % lines.length;
    lines.forEach((line, number) => line.setAttribute("aria-selected", String(number === next)));
    lines[next].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", lines[next].id);
  };
  const pressed = (event) => {
    if (event.target !== box || event.isComposing) return;
    const chosen = list?.querySelector('[aria-selected="true"]');
    if (event.key === "Enter" && chosen) choose(chosen.textContent);
    else if (list && (event.key === "ArrowDown" || event.key === "ArrowUp")) step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" || event.key === "Escape") return close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("input", typed, true);
  document.addEventListener("compositionend", (event) => setTimeout(typed, 0, { target: event.target }), true);
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("focusout", (event) => { if (event.target === box) close(); }, true);
  addEventListener("resize", close);
})();
