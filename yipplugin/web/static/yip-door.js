/* Pages work without this file; the server alone then asks again who it is. With it, a page is
   hidden when nobody did anything for a while, and at once by a button or by a key. */
(function () {
  "use strict";

  var script = document.currentScript;
  var hideUrl = script.getAttribute("data-yip-hide-url");
  var seenUrl = script.getAttribute("data-yip-seen-url");
  var idle = Number(script.getAttribute("data-yip-idle-minutes")) * 60000;

  var ACTIVE = "yip-active", HIDDEN = "yip-hidden";
  var LOOK = 5000;
  var SAVING = 1500;
  var PRESSES = 3, WITHIN = 2000;
  var INPUT = ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "touchstart"];

  var opened = Date.now(), active = opened, told = opened, cover = null;

  /* Times are shared between tabs, and nothing else ever is; a browser may forbid even that. */
  function shared(key) {
    try { return Number(localStorage.getItem(key)) || 0; } catch (forbidden) { return 0; }
  }

  function share(key, time) {
    try { localStorage.setItem(key, String(time)); } catch (forbidden) { /* this tab alone, then */ }
  }

  function saved() {
    return window.yip && window.yip.settle ? window.yip.settle() : Promise.resolve(true);
  }

  /* Covering ---------------------------------------------------------------------------------- */

  /* Nothing of the page is left to be seen, read out, found or printed. */
  function blank(title) {
    document.title = title;
    Array.prototype.forEach.call(document.body.children, function (one) {
      one.style.setProperty("display", "none", "important");
    });
    cover = document.createElement("div");
    cover.className = "yip yip-cover";
    document.body.appendChild(cover);
    window.scrollTo(0, 0);
  }

  function add(tag, words, within) {
    var made = document.createElement(tag);
    made.textContent = words;
    within.appendChild(made);
    return made;
  }

  function lock(why) {
    if (cover) { return; }
    saved();
    blank("Page hidden");
    cover.setAttribute("role", "dialog");
    cover.setAttribute("aria-modal", "true");
    cover.setAttribute("aria-labelledby", "yip-cover");
    add("h1", "This page is hidden", cover).id = "yip-cover";
    var typing = document.querySelector("form[data-yip-form]");
    add("p", typing ? why + " What you typed is kept as a draft." : why, cover);
    var status = add("p", "", cover);
    status.setAttribute("role", "status");
    var button = add("button", "Go on", cover);
    button.type = "button";
    button.className = "yip-button";
    button.addEventListener("click", function () { goOn(status); });
    button.focus();
  }

  /* The page is asked for anew, so that the server says what is shown and to whom. */
  function goOn(status) {
    saved().then(function (all) {
      if (all) {
        seen();
        location.replace(location.pathname + location.search);
      } else {
        status.textContent = "What you typed could not be saved just now: the school’s system " +
          "does not answer. It is still on this page. Try again in a moment.";
      }
    });
  }

  /* Idle -------------------------------------------------------------------------------------- */

  function seen() {
    active = Date.now();
    share(ACTIVE, active);
  }

  function input() {
    var now = Date.now();
    if (cover || now - active < 1000) { return; }
    if (now - last() >= idle) { look(); return; }
    seen();
    if (now - told > idle / 4) {
      told = now;
      fetch(seenUrl, { credentials: "same-origin", redirect: "manual" }).catch(function () {});
    }
  }

  function last() { return Math.max(active, shared(ACTIVE)); }

  function look() {
    if (cover) { return; }
    if (shared(HIDDEN) > opened) {
      lock("You hid it, here or in another tab.");
    } else if (Date.now() - last() >= idle) {
      lock("Nobody did anything here for a while.");
    }
  }

  /* Hiding in a hurry ------------------------------------------------------------------------- */

  function hide() {
    var left = false;
    function leave() {
      if (!left) {
        left = true;
        /* No way back to this page: its place in the browser's history is taken. */
        location.replace(hideUrl);
      }
    }
    var kept = saved();
    if (!cover) { blank("Home"); }
    cover.textContent = "";
    share(HIDDEN, Date.now());
    setTimeout(leave, SAVING);
    kept.then(leave);
  }

  var presses = [];

  function key(event) {
    if (event.repeat) { return; }
    if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) {
      presses = [];
      return;
    }
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < WITHIN; });
    presses.push(now);
    if (presses.length >= PRESSES) {
      presses = [];
      hide();
    }
  }

  /* Beginning --------------------------------------------------------------------------------- */

  function ready() {
    document.querySelectorAll("[data-yip-hide]").forEach(function (link) {
      link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
        event.preventDefault();
        hide();
      });
    });
    document.querySelectorAll("[data-yip-hide-key]").forEach(function (words) {
      words.hidden = false;
    });
    document.addEventListener("keydown", key, true);
    document.addEventListener("pointerdown", function () { presses = []; }, true);
    INPUT.forEach(function (kind) {
      document.addEventListener(kind, input, { capture: true, passive: true });
    });
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    window.addEventListener("storage", look);
    /* A page that a browser kept and shows again may have been hidden, or left, since. */
    window.addEventListener("pageshow", function (event) { if (event.persisted) { look(); } });
    setInterval(look, LOOK);
    seen();
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", ready);
  } else {
    ready();
  }
}());
