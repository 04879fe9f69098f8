// Where there is room, what is folded on a phone is open. Without this, everything opens by hand.
(function () {
  "use strict";
  function open() {
    if (window.matchMedia("(min-width: 60.01rem)").matches) {
      document.querySelectorAll("details.fold:not([data-seen])").forEach(function (fold) { fold.open = true; fold.dataset.seen = "1"; });
    }
  }
  open();
  document.addEventListener("htmx:afterSwap", open);
})();
