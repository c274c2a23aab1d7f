// Streamlit leaves a page scrolled where the button was: what has just arrived comes to the reader.
(() => {
  "use strict";
  const observer = new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const arrived = node.matches(".arrived") ? node : node.querySelector(".arrived");
      if (arrived) arrived.closest('[data-testid="stMain"]')?.scrollTo(0, 0);
    }
  });
  const start = () => observer.observe(document.body, { subtree: true, childList: true });
  if (document.body) start(); else addEventListener("DOMContentLoaded", start);
  // On a phone the menu lies over the page: it goes away once a page is chosen.
  addEventListener("click", (event) => {
    if (!matchMedia("(max-width: 768px)").matches || !event.target.closest('[data-testid="stSidebarNavLink"]')) return;
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click(), 50);
  });
})();
