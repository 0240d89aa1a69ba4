/* The list of exercises on the home page, narrowed by words and by choices, and the long lists of a muscle or a
   piece of equipment, by words alone. The list is in the page already; this only takes out what does not fit, and keeps
   the choice in the address, so that a narrowed list can be linked to. Without this script the list and the pages of
   muscles and equipment serve. */
(function () {
  "use strict";

  var form = document.getElementById("filter");
  var lists = document.querySelectorAll(".found-list .rows");
  var list = lists[0];
  if (!form || !list) return;

  var choices = Array.prototype.map.call(form.querySelectorAll("select"), function (select) {
    return select.name;
  });
  var count = document.getElementById("count");
  var all = count.textContent;
  var clear = document.getElementById("clear");
  var noneFound = document.getElementById("none-found");

  /* Small letters, no accents, single spaces: what makes no difference to somebody who searches. Marks of Hebrew and
     Arabic, which are often left out, go too; those of other scripts are letters of their own. Scripts without spaces
     between words can be searched for each character. */
  var plain = { "\u00df": "ss", "\u00e6": "ae", "\u0153": "oe", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u0131": "i", "\u03c2": "\u03c3" };

  function folded(text) {
    return text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f'\u02bc\u2019]/g, "")
      .replace(/[\u00df\u00e6\u0153\u00f8\u0142\u0111\u0131\u03c2]/g, function (letter) {
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

  /* "Push-up" as one word, as many write it. */
  function joined(text) {
    var words = folded(text).split(" ");
    return words
      .slice(1)
      .map(function (word, n) {
        return words[n] + word;
      })
      .join(" ");
  }

  /* What a word may stand for: the beginning of one, and in English the whole word that it is the plural or the "-ing"
     of, which has a space at its end. */
  var isEnglish = /^en\b/.test(document.documentElement.lang);

  function forms(word) {
    var made = [word];
    if (!isEnglish || word.length < 3) return made;
    var endings = [["ies", "y"], ["ves", "f"], ["es", ""], ["s", ""], ["ing", ""], ["ing", "e"]];
    endings.forEach(function (ending) {
      var stem = word.slice(0, -ending[0].length);
      if (!word.endsWith(ending[0]) || stem.length < 2 || word.endsWith("ss")) return;
      made.push(stem + ending[1] + " ");
      if (ending[0] === "ing" && stem.slice(-1) === stem.slice(-2, -1)) made.push(stem.slice(0, -1) + " ");
    });
    return made;
  }

  function isKnown(word) {
    return items.some(function (item) {
      return item.text.indexOf(" " + word) >= 0;
    });
  }

  /* How many letters have to be put in, left out, changed or swapped with the next to get from one word to the other. */
  function slips(one, other) {
    var rows = [[], []];
    var now = [];
    for (var n = 0; n <= other.length; n++) now.push(n);
    for (var i = 1; i <= one.length; i++) {
      rows = [rows[1], now];
      now = [i];
      for (var k = 1; k <= other.length; k++) {
        var cost = one[i - 1] === other[k - 1] ? 0 : 1;
        var least = Math.min(rows[1][k] + 1, now[k - 1] + 1, rows[1][k - 1] + cost);
        if (i > 1 && k > 1 && one[i - 1] === other[k - 2] && one[i - 2] === other[k - 1]) {
          least = Math.min(least, rows[0][k - 2] + 1);
        }
        now.push(least);
      }
    }
    return now[other.length];
  }

  var vocabulary = null;

  /* The words of this page that are nearest to a mistyped one. The outer hip and the inner thigh, which differ by one
     letter, are never taken for one another. */
  function nearest(word) {
    if (word.length < 4) return [];
    vocabulary =
      vocabulary ||
      Array.from(
        new Set(
          items
            .map(function (item) {
              return item.text;
            })
            .join(" ")
            .split(" ")
        )
      );
    var least = word.length < 8 ? 1 : 2;
    var found = [];
    vocabulary.forEach(function (other) {
      if (Math.abs(other.length - word.length) > least || other.length < 4) return;
      if (/^a[bd]duct/.test(word) && /^a[bd]duct/.test(other)) return;
      var count = slips(word, other);
      if (count < least) found = [];
      if (count <= least) {
        least = count;
        found.push(other);
      }
    });
    return found;
  }

  var read = {};

  /* The words of a phrase, each as all that it may stand for: two that are one word on this page are taken together, and
     only a word that is nowhere on the page is taken for a mistyped one. */
  function wordsOf(phrase) {
    if (read.phrase === phrase) return read.words;
    var words = phrase ? phrase.split(" ") : [];
    var made = [];
    for (var n = 0; n < words.length; n++) {
      var pair = words[n] + (words[n + 1] || "");
      var whole = forms(pair).filter(isKnown);
      if (n + 1 < words.length && !(isKnown(words[n]) && isKnown(words[n + 1])) && whole.length) {
        made.push(whole);
        n++;
        continue;
      }
      var some = forms(words[n]).filter(isKnown);
      made.push(some.length ? some : nearest(words[n]));
    }
    read = { phrase: phrase, words: made };
    return made;
  }

  var rows = document.querySelectorAll(".found-list .rows > li");
  var items = Array.prototype.map.call(rows, function (element, order) {
    var data = element.dataset;
    var title = element.querySelector(".row-title").textContent;
    var text = [element.textContent, data.names, data.words, data.position];
    var main = [];
    ["muscle", "equipment"].forEach(function (name) {
      data[name].split(" ").forEach(function (id, n) {
        text.push(terms[name][id] || "");
        if (name === "muscle" && n < data.main) main.push(terms[name][id] || "");
      });
    });
    text.push(joined(title), joined(data.names));
    var of = {};
    choices.forEach(function (name) {
      of[name] = (element.getAttribute("data-" + name) || "").split(" ");
    });
    return {
      element: element,
      order: order,
      title: " " + folded(title) + " ",
      names: " " + folded(data.names) + " ",
      main: " " + folded(main.join(" ")) + " ",
      text: " " + folded(text.join(" ")) + " ",
      of: of
    };
  });

  /* Every word must begin a word of the exercise; "glute med" must stand together or apart. */
  function fits(item, words, chosen) {
    return (
      words.every(function (word) {
        return isIn(item.text, word);
      }) &&
      choices.every(function (name) {
        return !chosen[name] || item.of[name].indexOf(chosen[name]) >= 0;
      })
    );
  }

  function isIn(text, word) {
    return word.some(function (form) {
      return text.indexOf(" " + form) >= 0;
    });
  }

  /* The phrases that the words may stand for, at most so many: those that were typed, and their other forms. */
  function phrases(words) {
    return words.reduce(
      function (before, word) {
        var made = [];
        before.forEach(function (text) {
          word.forEach(function (form) {
            made.push(text + " " + form.trim());
          });
        });
        return made.slice(0, 8);
      },
      [""]
    );
  }

  /* The nearer to the name, the earlier in the list; muscles that an exercise works most come before others. SCATTERED
     when the words stand apart. */
  var SCATTERED = 9;

  function rank(item, begun, words) {
    if (!words.length) return 0;
    function has(text, end) {
      return begun.some(function (phrase) {
        return text.indexOf(phrase + end) >= 0;
      });
    }
    var ranks = [
      function () {
        return begun.some(function (phrase) {
          return item.title.startsWith(phrase);
        });
      },
      has.bind(null, item.title, " "),
      has.bind(null, item.title, ""),
      has.bind(null, item.names, " "),
      has.bind(null, item.names, ""),
      function () {
        return words.every(function (word) {
          return isIn(item.title, word);
        });
      },
      has.bind(null, item.main, ""),
      has.bind(null, item.text, " "),
      has.bind(null, item.text, "")
    ];
    var first = ranks.findIndex(function (is) {
      return is();
    });
    return first < 0 ? SCATTERED : first;
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
    var words = wordsOf(phrase);
    var begun = phrases(words);
    var chosen = {};
    choices.forEach(function (name) {
      chosen[name] = form.elements[name].value;
    });
    var ranked = items
      .filter(function (item) {
        return fits(item, words, chosen);
      })
      .map(function (item) {
        return { item: item, rank: rank(item, begun, words) };
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
