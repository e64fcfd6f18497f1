/* Forms work without this file. With it, questions that do not apply are hidden, what is typed is
   saved as a draft, and a form is not sent twice by a double click. */
(function () {
  "use strict";

  var YES = "yes", NO = "no", UNKNOWN = "unknown";
  var PAUSE = 2000;
  var DOUBLE = 1500;

  /* Conditions ------------------------------------------------------------------------------- */

  function given(answer) {
    if (answer === null || answer === undefined || answer === "") { return false; }
    if (Array.isArray(answer)) { return answer.length > 0; }
    return typeof answer !== "object" || Object.keys(answer).length > 0;
  }

  function matches(answer, values) {
    if (!given(answer)) { return UNKNOWN; }
    var all = (Array.isArray(answer) ? answer : [answer]).map(function (one) {
      return typeof one === "boolean" ? (one ? YES : NO) : String(one);
    });
    if (all.some(function (one) { return values.indexOf(one) !== -1; })) { return YES; }
    return all.indexOf("unknown") !== -1 ? UNKNOWN : NO;
  }

  function joined(truths, order, otherwise) {
    for (var place = 0; place < order.length; place += 1) {
      if (truths.indexOf(order[place]) !== -1) { return order[place]; }
    }
    return otherwise;
  }

  /* The same three values as on the server: yes, no, unknown. `answers` is an object, or a
     function from a question's key to its answer. */
  function evaluate(condition, answers) {
    function answer(key) {
      if (typeof answers === "function") { return answers(key); }
      return Object.prototype.hasOwnProperty.call(answers, key) ? answers[key] : undefined;
    }
    function item(one) { return evaluate(one, answers); }
    if (condition.all) { return joined(condition.all.map(item), [NO, UNKNOWN], YES); }
    if (condition.any) { return joined(condition.any.map(item), [YES, UNKNOWN], NO); }
    if (condition["may be"]) { return item(condition["may be"]) === NO ? NO : YES; }
    if (condition.not) { return { yes: NO, no: YES, unknown: UNKNOWN }[item(condition.not)]; }
    if (condition.answered) { return given(answer(condition.answered)) ? YES : NO; }
    return matches(answer(condition.answer), condition["in"]);
  }

  /* Answers as they stand on the page --------------------------------------------------------- */

  function inputsOf(question) {
    return Array.prototype.filter.call(
      question.querySelectorAll("input, textarea, select"),
      function (input) {
        return input.closest("[data-yip-question]") === question &&
          !input.hasAttribute("data-yip-untyped");
      }
    );
  }

  function answerOf(question) {
    var kind = question.getAttribute("data-yip-kind");
    var inputs = inputsOf(question);
    var chosen = inputs.filter(function (input) { return input.checked && !input.disabled; });
    if (kind === "several of") { return chosen.map(function (input) { return input.value; }); }
    if (chosen.length) { return chosen[0].value; }
    var typed = inputs.filter(function (input) {
      return input.type !== "radio" && input.type !== "checkbox" && input.value.trim() !== "";
    });
    if (!typed.length) { return undefined; }
    var text = typed[0].value.trim();
    var number = text.replace(/,/g, "");
    return kind === "number" && /^[+-]?\d+(\.\d+)?$/.test(number) ? String(Number(number)) : text;
  }

  function conditions(form) {
    var questions = Array.prototype.slice.call(form.querySelectorAll("[data-yip-question]"));
    var known = new Map(questions.map(function (question) {
      var row = question.closest("[data-yip-scope]");
      var when = question.getAttribute("data-yip-when");
      return [question, {
        key: question.getAttribute("data-yip-question"),
        scope: row ? row.getAttribute("data-yip-scope") : "",
        when: when ? JSON.parse(when) : null
      }];
    }));
    var places = {};
    known.forEach(function (about, question) { places[about.scope + about.key] = question; });

    return function () {
      var asked = new Map();

      /* A table is answered where something is typed in it; nothing else is read of it. */
      function readingOf(question) {
        if (question.getAttribute("data-yip-kind") !== "table") { return answerOf(question); }
        return Array.prototype.filter.call(
          question.querySelectorAll("[data-yip-question]"),
          function (inner) { return isAsked(inner) && given(answerOf(inner)); }
        ).map(function () { return "row"; });
      }

      /* A question that is not asked counts as unanswered for those that depend on it. */
      function isAsked(question) {
        if (!asked.has(question)) {
          var about = known.get(question);
          asked.set(question, false);
          asked.set(question, about.when === null || evaluate(about.when, function (key) {
            var read = places[about.scope + key] || places[key];
            return read && isAsked(read) ? readingOf(read) : undefined;
          }) === YES);
        }
        return asked.get(question);
      }

      questions.forEach(function (question) {
        if (known.get(question).when !== null) { question.hidden = !isAsked(question); }
      });
    };
  }

  /* Drafts ------------------------------------------------------------------------------------ */

  function drafts(form) {
    var url = form.getAttribute("data-yip-draft-url");
    if (!url) {
      return {
        wait: function () {}, stop: function () {}, goOn: function () {},
        settle: function () { return Promise.resolve(true); }
      };
    }
    var status = form.querySelector("[data-yip-saved]") || document.querySelector("[data-yip-saved]");
    var timer = null, stopped = false, again = false, underWay = null;
    var revision = form.querySelector("[name=_revision]");
    /* The server tells two pages of one draft apart by a name, and keeps the texts of both. */
    var page = Math.random().toString(36).slice(2);
    var saved = typed();

    function typed() {
      var pairs = new URLSearchParams();
      var secret = {};
      form.querySelectorAll("input[type=password]").forEach(function (input) {
        secret[input.name] = true;
      });
      new FormData(form).forEach(function (value, name) {
        var kept = name !== "_revision" && !secret[name] && typeof value === "string";
        if (kept) { pairs.append(name, value); }
      });
      return pairs.toString();
    }

    function say(words) {
      if (status && status.textContent !== words) { status.textContent = words; }
    }

    /* What the server says of a draft: saved, kept apart from newer text, or not kept and why. */
    function answered(response, told, sent) {
      if (told.saved_at) { saved = sent; }
      if (response.ok && revision) { revision.value = told.revision; }
      if (told.message) { say(told.message); }
      else if (response.ok) { say("Saved " + told.saved_at); }
      else { failed(response.status || 401); }
      if (response.status >= 500) { wait(PAUSE * 5); }
    }

    function failed(code) {
      if (code > 0 && code < 500) {
        say("Not saved: you may have been signed out. What you typed is still on this page.");
      } else {
        say("Not saved yet: the school’s system does not answer. " +
          "What you typed is still on this page, and we keep trying.");
        wait(PAUSE * 5);
      }
    }

    function save(leaving) {
      clearTimeout(timer);
      timer = null;
      var sent = typed(), body = sent;
      if (stopped || sent === saved) { return Promise.resolve(); }
      if (underWay && !leaving) { again = true; return Promise.resolve(); }
      /* Whoever leaves before an answer is here would otherwise seem older than themselves. */
      if (revision && !underWay) { body += "&_page=" + page + "&_revision=" + revision.value; }
      var mine = new AbortController();
      underWay = mine;
      say("Saving...");
      return fetch(url, {
        method: "POST",
        body: body,
        headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
        credentials: "same-origin",
        redirect: "manual",
        signal: mine.signal,
        /* A browser takes 64 kB at most from a page that is being left. */
        keepalive: Boolean(leaving) && sent.length < 60000
      }).then(function (response) {
        /* Being sent elsewhere, to sign in again, has no code and no words here. */
        return response.json().catch(function () { return {}; }).then(function (told) {
          if (!stopped) { answered(response, told, sent); }
        });
      }, function () { if (!stopped) { failed(0); } }).then(function () {
        if (underWay === mine) { underWay = null; }
        if (again) { again = false; wait(PAUSE); }
      });
    }

    function wait(pause) {
      clearTimeout(timer);
      timer = setTimeout(save, typeof pause === "number" ? pause : PAUSE);
    }

    function leave() { save(true); }
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") { leave(); }
    });
    return {
      wait: function () { wait(PAUSE); },
      /* A draft that arrives after the form was sent would come back as unfinished work. */
      stop: function () {
        stopped = true;
        clearTimeout(timer);
        if (underWay) { underWay.abort(); }
      },
      goOn: function () { stopped = false; },
      /* Save what is not saved yet, and say whether all of it is. */
      settle: function () {
        return save(true).then(function () { return stopped || typed() === saved; });
      }
    };
  }

  /* Characters left --------------------------------------------------------------------------- */

  function counting(form) {
    form.querySelectorAll("[data-yip-count]").forEach(function (count) {
      var area = document.getElementById(count.getAttribute("data-yip-count"));
      var most = Number(count.getAttribute("data-yip-max"));
      var always = count.hasAttribute("data-yip-always");
      if (!area) { return; }
      var spoken = document.createElement("span");
      var timer = null;
      spoken.className = "yip-visually-hidden";
      spoken.setAttribute("role", "status");
      count.parentNode.insertBefore(spoken, count.nextSibling);

      function show() {
        /* The server counts characters, not halves of them. */
        var left = most - Array.from(area.value.trim()).length;
        var words = left < 0
          ? (-left).toLocaleString("en-GB") + (left === -1 ? " character" : " characters") + " too many"
          : left.toLocaleString("en-GB") + (left === 1 ? " character" : " characters") + " left";
        count.textContent = always || left < most / 10 ? words : "";
        count.classList.toggle("yip-count-over", left < 0);
        clearTimeout(timer);
        timer = setTimeout(function () { spoken.textContent = count.textContent; }, 1000);
      }

      area.addEventListener("input", show);
      show();
    });
  }

  /* Sending ----------------------------------------------------------------------------------- */

  function sending(form, draft) {
    var sent = { at: 0, by: null };
    form.addEventListener("submit", function (event) {
      var now = Date.now();
      /* Only the second half of a double click is dropped; whoever presses again is let through. */
      if (event.submitter === sent.by && now - sent.at < DOUBLE) {
        event.preventDefault();
        return;
      }
      sent = { at: now, by: event.submitter };
      draft.stop();
    });
    function back() {
      sent = { at: 0, by: null };
      draft.goOn();
    }
    window.addEventListener("pageshow", back);
    form.addEventListener("input", back);
  }

  function enterFinds(form) {
    form.addEventListener("keydown", function (event) {
      var box = event.target.closest ? event.target.closest("[data-yip-find] input") : null;
      if (event.key === "Enter" && box) {
        event.preventDefault();
        box.closest("[data-yip-find]").querySelector("button").click();
      }
    });
  }

  function start(form) {
    var show = conditions(form);
    var draft = drafts(form);
    form.querySelectorAll("[data-yip-lead]").forEach(function (lead) { lead.hidden = true; });
    show();
    function changed() { show(); draft.wait(); }
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    counting(form);
    sending(form, draft);
    enterFinds(form);
    started.push(draft);
  }

  var started = [];

  window.yip = window.yip || {};
  window.yip.evaluate = evaluate;
  window.yip.settle = function () {
    return Promise.all(started.map(function (draft) { return draft.settle(); }))
      .then(function (all) { return all.every(Boolean); });
  };

  function ready() {
    document.querySelectorAll("form[data-yip-form]").forEach(start);
    var summary = document.querySelector("[data-yip-error-summary]");
    if (summary) { summary.focus(); }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", ready);
  } else {
    ready();
  }
}());
