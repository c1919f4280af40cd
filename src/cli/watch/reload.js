// Asks the server of `mpkc watch --serve` for a newer version of the page, and loads it. As scripts, because the pages
// forbid every other connection.
"use strict";
(() => {
  const shown = {version};
  const ask = () => {
    const script = document.createElement("script");
    script.src = "/.mpkc/changed.js?since=" + shown;
    script.onload = () => { script.remove(); ask(); };
    script.onerror = () => { script.remove(); setTimeout(ask, 1000); };
    document.head.append(script);
  };
  window.mpkcVersion = (version) => {
    if (version !== shown) location.reload();
  };
  ask();
})();
