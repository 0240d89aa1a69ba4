/* The list of exercises on the home page, narrowed by words and by four choices, and the long lists of a muscle or a
   piece of equipment, by words alone. The list is in the page already; this only takes out what does not fit, and keeps
   the choice in the address, so that a narrowed list can be linked to. Without this script the list and the pages of
   muscles and equipment serve. */
(function () {
  "use strict";

  var form = document.getElementById("filter");
  var lists = document.querySelectorAll(".found-list .rows");
  var list = lists[0];
  if (!form || !list) return;

  var choices = ["muscle", "equipment", "level", "position"].filter(function (name) {
    return form.elements[name];
  });
  var count = document.getElementById("count");
  var all = count.textContent;
  var clear = document.getElementById("clear");
  var noneFound = document.getElementById("none-found");

  /* Small letters, no accents, single spaces: what makes no difference to somebody who searches. Marks of Hebrew and
     Arabic, which are often left out, go too; those of other scripts are letters of their own. Scripts without spaces
     between words can be searched for each character. */
  var plain = { "\u00df": "ss", "\u00e6": "ae", "\u0153": "oe", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u0131": "i" };

  function folded(text) {
    return text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f'\u02bc\u2019]/g, "")
      .replace(/[\u00df\u00e6\u0153\u00f8\u0142\u0111\u0131]/g, function (letter) {
        return plain[letter];
      })
      .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]\p{M}*/gu, " $& ")
      .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
      .trim();
  }

  /* The synonyms of each muscle and piece of equipment, told once in the choices. */
  function synonyms(name) {
    var words = {};
    if (!form.elements[name]) return words;
    Array.prototype.forEach.call(form.elements[name].options, function (option) {
      words[option.value] = option.text + " " + (option.dataset.words || "");
    });
    return words;
  }

  var terms = { muscle: synonyms("muscle"), equipment: synonyms("equipment") };

  var items = Array.prototype.map.call(document.querySelectorAll(".found-list .rows > li"), function (element, order) {
    var data = element.dataset;
    var title = element.querySelector(".row-title").textContent;
    var text = [element.textContent, data.names, data.words, data.position];
    ["muscle", "equipment"].forEach(function (name) {
      data[name].split(" ").forEach(function (id) {
        text.push(terms[name][id] || "");
      });
    });
    return {
      element: element,
      order: order,
      title: " " + folded(title) + " ",
      names: " " + folded(data.names) + " ",
      text: " " + folded(text.join(" ")) + " ",
      of: {
        muscle: data.muscle.split(" "),
        equipment: data.equipment.split(" "),
        level: [data.level],
        position: [data.position]
      }
    };
  });

  /* Every word must begin a word of the exercise; "glute med" must stand together or apart. */
  function fits(item, words, chosen) {
    return (
      words.every(function (word) {
        return item.text.indexOf(" " + word) >= 0;
      }) &&
      choices.every(function (name) {
        return !chosen[name] || item.of[name].indexOf(chosen[name]) >= 0;
      })
    );
  }

  /* The nearer to the name, the earlier in the list; SCATTERED when the words stand apart. */
  var SCATTERED = 7;

  function rank(item, phrase) {
    if (!phrase) return 0;
    var whole = " " + phrase + " ";
    var begun = " " + phrase;
    return [
      item.title.indexOf(begun) === 0,
      item.title.indexOf(whole) >= 0,
      item.title.indexOf(begun) >= 0,
      item.names.indexOf(whole) >= 0,
      item.names.indexOf(begun) >= 0,
      item.text.indexOf(whole) >= 0,
      item.text.indexOf(begun) >= 0,
      true
    ].indexOf(true);
  }

  var shown = items;

  /* Makes the list hold what was found and nothing else, in two steps: in Chromium, the time for hiding or moving
     rows one by one grows with the square of their number. A focused link stays focused while its row is in the list. */
  function show(found) {
    var same =
      found.length === shown.length &&
      found.every(function (item, n) {
        return item === shown[n];
      });
    if (same) return;
    if (lists.length > 1) {
      showInParts(found);
      return;
    }
    var focused = list.contains(document.activeElement) ? document.activeElement : null;
    var rows = document.createDocumentFragment();
    list.replaceChildren();
    found.forEach(function (item) {
      rows.appendChild(item.element);
    });
    list.appendChild(rows);
    shown = found;
    if (focused && focused.isConnected) focused.focus({ preventScroll: true });
  }

  /* A list in parts, each with a heading, keeps its order; a part without anything found goes with its heading. */
  function showInParts(found) {
    var kept = new Set(found);
    items.forEach(function (item) {
      item.element.hidden = !kept.has(item);
    });
    Array.prototype.forEach.call(document.querySelectorAll("[data-part]"), function (part) {
      part.hidden = !part.querySelector(".rows > li:not([hidden])");
    });
    var jumps = document.querySelector(".jumps");
    if (jumps) jumps.hidden = found.length < items.length;
    shown = found;
  }

  function narrow() {
    var phrase = folded(form.elements.q.value);
    var words = phrase ? phrase.split(" ") : [];
    var chosen = {};
    choices.forEach(function (name) {
      chosen[name] = form.elements[name].value;
    });
    var ranked = items
      .filter(function (item) {
        return fits(item, words, chosen);
      })
      .map(function (item) {
        return { item: item, rank: rank(item, phrase) };
      });
    var together = ranked.filter(function (one) {
      return one.rank < SCATTERED;
    });
    if (words.length > 1 && together.length) ranked = together;
    ranked.sort(function (one, other) {
      return one.rank - other.rank || one.item.order - other.item.order;
    });
    var found = ranked.map(function (one) {
      return one.item;
    });
    show(found);

    var total = found.length;
    var narrowed = total < items.length;
    count.textContent = narrowed ? count.dataset.found.replace("{found}", total) : all;
    clear.hidden = !(narrowed || phrase);
    noneFound.hidden = total > 0;
  }

  /* --- the address ------------------------------------------------------------------------------------ */

  function fromAddress() {
    var asked = new URLSearchParams(location.search);
    form.elements.q.value = asked.get("q") || "";
    choices.forEach(function (name) {
      var select = form.elements[name];
      select.value = asked.get(name) || "";
      if (select.selectedIndex < 0) select.value = "";
    });
  }

  function toAddress() {
    var asked = new URLSearchParams();
    ["q"].concat(choices).forEach(function (name) {
      var value = form.elements[name].value.trim();
      if (value) asked.set(name, value);
    });
    var query = asked.toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  function changed() {
    narrow();
    toAddress();
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    changed();
  });
  form.addEventListener("reset", function () {
    setTimeout(function () {
      changed();
      form.elements.q.focus();
    });
  });
  addEventListener("popstate", function () {
    fromAddress();
    narrow();
  });

  form.hidden = false;
  document.documentElement.classList.add("can-filter");
  fromAddress();
  narrow();
})();
