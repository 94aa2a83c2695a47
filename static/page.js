"use strict";
// Two conveniences that need a script. Their buttons stay hidden where none runs.
(function () {
  function switchField(button) {
    var field = document.getElementById(button.getAttribute("data-reveals"));
    var reveals = field.type === "password";
    field.type = reveals ? "text" : "password";
    button.setAttribute("aria-pressed", String(reveals));
  }

  document.querySelectorAll("[data-reveals], [data-prints]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      if (button.hasAttribute("data-prints")) window.print();
      else switchField(button);
    });
  });

  // A password is never sent from a field of plain text, which the browser might offer again later.
  document.addEventListener("submit", function (event) {
    event.target.querySelectorAll("[data-reveals][aria-pressed=true]").forEach(switchField);
  });
})();
