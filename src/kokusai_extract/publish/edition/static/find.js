// Searches the edition without a server: fetches the parts of the index that a query asks for, as scripts.
// What is shown is put in as text, never as mark-up.
(function () {
  "use strict";
  var english = document.documentElement.lang === "en";
  var root = document.currentScript.src.replace(/static\/[^/]*$/, "");
  var most = 1000, shown = 20, around = 70;
  var waiting = {};
  var cluster = /[\uff66-\uff9d][\uff9e\uff9f]|[\u3041-\u30ff][\u3099\u309a]|[^]/gu;

  function fetched(name, number) {
    var id = name + number;
    if (!waiting[id]) {
      waiting[id] = {};
      waiting[id].promise = new Promise(function (resolve, reject) {
        waiting[id].resolve = resolve;
        var script = document.createElement("script");
        script.src = root + "find/" + id + ".js";
        script.onerror = function () { reject(new Error(id)); };
        document.head.appendChild(script);
      });
    }
    return waiting[id].promise;
  }
  kokusai.pairs = function (number, content) { waiting["p" + number].resolve(content); };
  kokusai.entries = function (number, content) { waiting["e" + number].resolve(content); };

  function characterKey(character) {
    if (Object.prototype.hasOwnProperty.call(kokusai.characters, character)) return kokusai.characters[character];
    return character.normalize("NFKC").toLowerCase().replace(/\s/g, "");
  }
  // A text as it is searched, with the place in it of each character.
  function keyed(text) {
    var key = [], starts = [], ends = [], match;
    cluster.lastIndex = 0;
    while ((match = cluster.exec(text))) {
      Array.from(characterKey(match[0])).forEach(function (character) {
        key.push(character);
        starts.push(match.index);
        ends.push(match.index + match[0].length);
      });
    }
    return { key: key, starts: starts, ends: ends, text: key.join("") };
  }
  kokusai.key = function (text) { return keyed(text).text; };

  function numbers(differences) {
    var sum = 0;
    return differences.map(function (difference) { return (sum += difference); });
  }
  async function having(word) {
    var characters = Array.from(word), lists = [];
    var part = function (character) { return fetched("p", character.codePointAt(0) % kokusai.parts); };
    if (characters.length === 1) {
      var there = await part(word), all = new Set();
      Object.keys(there).forEach(function (pair) {
        if (Array.from(pair)[0] === word) numbers(there[pair]).forEach(function (number) { all.add(number); });
      });
      return all;
    }
    for (var at = 0; at < characters.length - 1; at++) {
      var pairs = await part(characters[at]), pair = characters[at] + characters[at + 1];
      lists.push(Object.prototype.hasOwnProperty.call(pairs, pair) ? numbers(pairs[pair]) : []);
    }
    return lists.reduce(function (kept, list) {
      return new Set(list.filter(function (number) { return !kept || kept.has(number); }));
    }, null);
  }

  // Where any of the words stand in a text, in order; none where one of them does not.
  function places(text, words) {
    var made = keyed(text), joined = made.text, found = [];
    // Places are counted in characters, since some are written as two units.
    var at = joined.length === made.key.length ? function (unit) { return unit; } : function (unit) { return Array.from(joined.slice(0, unit)).length; };
    for (var i = 0; i < words.length; i++) {
      var start = joined.indexOf(words[i]);
      if (start < 0) return null;
      for (; start >= 0; start = joined.indexOf(words[i], start + words[i].length)) {
        var first = at(start), last = at(start + words[i].length) - 1;
        found.push([made.starts[first], made.ends[last]]);
      }
    }
    return found.sort(function (a, b) { return a[0] - b[0]; });
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function snippet(into, text, spans) {
    var from = Math.max(spans[0][0] - around / 2, 0), to = Math.min(from + 3 * around, text.length), position = from;
    var plain = function (a, b) { into.append(text.slice(a, b).replace(/\s+/g, " ")); };
    if (from) into.append("…");
    spans.forEach(function (span) {
      if (span[0] < position || span[1] > to) return;
      plain(position, span[0]);
      into.append(element("mark", "", text.slice(span[0], span[1])));
      position = span[1];
    });
    plain(position, to);
    if (to < text.length) into.append("…");
  }
  function item(entry, spans, text) {
    var kind = entry[0], line = element("li"), link = element("a"), href = entry[5];
    if (kind === "pages") href = href.replace(/#.*/, "") + "#l" + (text.slice(0, spans[0][0]).split("\n").length);
    link.href = root + (english ? "en/" : "") + href;
    if (entry[1] && text !== entry[1]) {
      link.append(element("span", "quiet", entry[1] + (entry[6] ? (english ? " p. " + entry[6] : " " + entry[6] + "ページ") : "") + " "));
    }
    snippet(link, text, spans);
    line.append(link);
    if (entry[2]) line.append(" ", element("span", "quiet", (english ? "FY" + entry[2] : entry[2] + "年度") + (entry[3] ? " " + entry[3] : "")));
    return line;
  }

  async function search(query) {
    var words = query.split(/\s+/).map(function (word) { return keyed(word).text; }).filter(Boolean);
    if (!words.length) return null;
    var sets = [];
    for (var i = 0; i < words.length; i++) sets.push(await having(words[i]));
    var candidates = Array.from(sets[0]).filter(function (number) {
      return sets.every(function (set) { return set.has(number); });
    }).sort(function (a, b) { return a - b; });
    var groups = new Map();
    for (const number of candidates.slice(0, most)) {
      var lot = await fetched("e", Math.floor(number / kokusai.lot)), entry = lot[number % kokusai.lot];
      var text = entry[4] || entry[1] || "", spans = places(text, words);
      if (!spans && entry[1]) spans = places((text = entry[1]), words);
      if (!spans) continue;
      if (!groups.has(entry[0])) groups.set(entry[0], []);
      groups.get(entry[0]).push([entry, spans, text]);
    }
    return { groups: groups, more: candidates.length > most };
  }

  function show(main, found, query) {
    var results = element("div");
    results.id = "found";
    results.setAttribute("role", "status");
    found.groups.forEach(function (finds, kind) {
      var section = element("section"), head = element("h2", "", kokusai.kinds[kind][english ? 1 : 0] + " "), list = element("ul", "finds");
      head.append(element("span", "quiet", finds.length + (found.more ? "+" : "") + (english ? "" : "件")));
      var more = function (count) {
        finds.slice(list.childElementCount, count).forEach(function (find) { list.append(item(find[0], find[1], find[2])); });
      };
      more(shown);
      section.append(head, list);
      if (finds.length > shown) {
        var button = element("button", "button plain", english ? "Show all" : "すべて見る");
        button.type = "button";
        button.addEventListener("click", function () { more(finds.length); button.remove(); });
        section.append(button);
      }
      results.append(section);
    });
    if (!found.groups.size) {
      results.append(element("p", "nothing", english ? "Nothing was found for “" + query + "”. Try a shorter word." : "「" + query + "」は見つかりませんでした。言葉を短くしてみてください。"));
    }
    main.querySelectorAll(".nothing, #found").forEach(function (old) { old.remove(); });
    main.append(results);
  }

  document.addEventListener("DOMContentLoaded", async function () {
    var query = (new URLSearchParams(location.search).get("q") || "").slice(0, 100);
    var main = document.getElementById("main");
    document.querySelectorAll("input[name=q]").forEach(function (input) { input.value = query; });
    var found = await search(query);
    if (found) show(main, found, query);
  });
})();
