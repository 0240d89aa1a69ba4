/* The list of exercises on the home page, narrowed by words and by four choices.
   The list is in the page already; this only hides what does not fit, and keeps the choice in the address,
   so that a narrowed list can be linked to. Without this script the list and the pages of muscles and
   equipment serve. */
(function () {
  "use strict";

  var form = document.getElementById("filter");
  var list = document.querySelector(".found-list .rows");
  if (!form || !list) return;

  var choices = ["muscle", "equipment", "level", "position"].filter(function (name) {
    return form.elements[name];
  });
  var count = document.getElementById("count");
  var clear = document.getElementById("clear");
  var noneFound = document.getElementById("none-found");

  /* Small letters, no accents, single spaces: what makes no difference to somebody who searches. */
  function folded(text) {
    return text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f'\u2019]/g, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
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

  var items = Array.prototype.map.call(list.children, function (element, order) {
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

  var standing = items.slice();

  /* Puts what was found first, in its order; what stands in that order already is not moved, as moving costs time. */
  function arrange(found) {
    var place = new Map();
    standing.forEach(function (item, n) {
      place.set(item, n);
    });
    var inOrder = found.every(function (item, n) {
      return n === 0 || place.get(found[n - 1]) < place.get(item);
    });
    if (inOrder) return;
    var rest = document.createDocumentFragment();
    found.forEach(function (item) {
      rest.appendChild(item.element);
    });
    list.insertBefore(rest, list.firstChild);
    var moved = new Set(found);
    standing = found.concat(standing.filter(function (item) { return !moved.has(item); }));
  }

  function narrow() {
    var phrase = folded(form.elements.q.value);
    var words = phrase ? phrase.split(" ") : [];
    var chosen = {};
    choices.forEach(function (name) {
      chosen[name] = form.elements[name].value;
    });
    var found = items.filter(function (item) {
      return fits(item, words, chosen);
    });
    if (words.length > 1 && found.some(function (item) { return rank(item, phrase) < SCATTERED; })) {
      found = found.filter(function (item) {
        return rank(item, phrase) < SCATTERED;
      });
    }
    found.sort(function (one, other) {
      return rank(one, phrase) - rank(other, phrase) || one.order - other.order;
    });
    var shown = new Set(found);
    items.forEach(function (item) {
      item.element.hidden = !shown.has(item);
    });
    arrange(found);

    var total = found.length;
    var narrowed = total < items.length;
    count.textContent =
      (narrowed ? total + " of " + items.length : total) + (items.length === 1 ? " exercise" : " exercises");
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
