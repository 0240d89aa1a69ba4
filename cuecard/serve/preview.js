/* Cuecard's preview in the page: updates it after each build, and shows problems over it.

   The server sends a message through livereload after each build. Then we ask what is at our address now, and
   compare it with what we show: if the page differs, it is loaded again; if a style sheet differs, it is replaced.
   Every message leads to the same comparison, and there is one at each connection, so none can be missed for good.

   This script is in no published page. Its tag has the digest of the page that it came with. */

(() => {
  "use strict";

  const SHOWN = document.currentScript.dataset.page;
  const HIDDEN = "cuecard-preview-hidden";
  const LOADED = "cuecard-preview-loaded";
  const MOST_LOADS = 5; // of the same page, in a row
  const PATIENCE = 1000; // milliseconds before a lost connection is reported

  const STYLE = `
    :host { all: initial; }
    dialog, .bar {
      --ink: #1c2326; --soft: #4a565a; --paper: #ffffff; --tint: #f0f3f2; --line: #6b787b;
      --mark: #a32619; --on-mark: #ffffff; --focus: #ffbf47;
      color-scheme: light; color: var(--ink); background: var(--paper); box-sizing: border-box;
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; text-align: start;
    }
    @media (prefers-color-scheme: dark) {
      dialog, .bar {
        --ink: #e9eceb; --soft: #b3bdbe; --paper: #1d2426; --tint: #13181a; --line: #84929a;
        --mark: #ffb09f; --on-mark: #3a0d06;
        color-scheme: dark;
      }
    }
    dialog {
      width: 60rem; max-width: calc(100vw - 1rem); max-height: calc(100vh - 1rem); max-height: calc(100dvh - 1rem);
      margin: auto; padding: 0; border: 1px solid var(--line); border-top: 6px solid var(--mark); overflow: hidden;
    }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: rgb(0 0 0 / 45%); }
    .top { display: flex; gap: 1rem; align-items: start; justify-content: space-between; padding: 1rem 1rem 0; }
    h1 { margin: 0; font-size: 1.35rem; line-height: 1.2; padding-top: .55rem; color: var(--mark); }
    .lead { margin: .25rem 1rem 1rem; color: var(--soft); max-width: 46rem; text-wrap: pretty; }
    .problems { overflow: auto; overscroll-behavior: contain; border-top: 1px solid var(--line); background: var(--tint); }
    ol { margin: 0; padding: 0; list-style: none; }
    li { padding: 1rem; }
    li + li { border-top: 1px solid var(--line); }
    li, .more { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    .line { display: block; white-space: pre-wrap; overflow-wrap: anywhere; }
    .line:first-child { font-weight: 700; }
    .line:not(:first-child) { padding-inline-start: 8ch; text-indent: -8ch; } /* the hint hangs below its "= " */
    .source { display: block; white-space: pre; overflow-x: auto; }
    .more { margin: 0; padding: 0 1rem 1rem; }
    button {
      min-height: 2.75rem; padding: .25rem 1rem; border: 1px solid var(--line); border-radius: 0;
      background: var(--paper); color: var(--ink); font: inherit; font-weight: 700; cursor: pointer;
    }
    button:focus-visible, .source:focus-visible, .problems:focus-visible {
      outline: 3px solid var(--focus); outline-offset: -3px;
    }
    button:focus-visible { box-shadow: 0 0 0 3px var(--ink); outline-offset: 0; }
    .bar {
      position: fixed; z-index: 2147483647; inset-block-end: .5rem; inset-inline-start: .5rem;
      max-width: calc(100vw - 1rem); display: flex; flex-wrap: wrap; gap: .5rem; background: none;
    }
    .bar > * { margin: 0; box-shadow: 0 1px 6px rgb(0 0 0 / 40%); }
    .bar p { padding: .6rem 1rem; background: var(--paper); border: 1px solid var(--line); }
    .bar button.failed { background: var(--mark); border-color: var(--mark); color: var(--on-mark); }
    [hidden] { display: none !important; }
    @media print { :host { display: none !important; } }
  `;

  // --- problems over the page --------------------------------------------------------------------------

  const host = document.createElement("cuecard-preview");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = `
    <dialog lang="en" dir="ltr" aria-labelledby="title" aria-describedby="lead">
      <div class="top"><h1 id="title" aria-live="polite"></h1><button type="button">Hide</button></div>
      <p class="lead" id="lead"></p>
      <div class="problems" tabindex="0" role="region" aria-label="Problems"><ol role="list"></ol><p class="more"></p></div>
    </dialog>
    <div class="bar" lang="en" dir="ltr" role="status"><button type="button" hidden></button><p hidden></p></div>`;
  const dialog = root.querySelector("dialog");
  const title = root.querySelector("h1");
  const lead = root.querySelector(".lead");
  const list = root.querySelector("ol");
  const more = root.querySelector(".more");
  const reopen = root.querySelector(".bar button");
  const lost = root.querySelector(".bar p");
  lost.textContent = "The preview has ended. Start it again, and this page reconnects.";

  /** What is remembered from page to page, unless the browser refuses. */
  const memory = {
    read(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
    write(key, value) { try { sessionStorage.setItem(key, value); } catch { /* it is not remembered */ } },
  };

  let signature = "";

  root.querySelector("dialog button").addEventListener("click", () => dialog.close());
  reopen.addEventListener("click", () => { memory.write(HIDDEN, ""); open(); });
  dialog.addEventListener("close", () => { memory.write(HIDDEN, signature); reopen.hidden = !signature; });

  function open() {
    reopen.hidden = true;
    if (!dialog.open) { dialog.showModal(); }
    for (const source of list.querySelectorAll(".source")) {
      if (source.scrollWidth > source.clientWidth) { source.tabIndex = 0; } // so that keys can scroll it too
    }
  }

  /** One problem, as the terminal shows it: lines of source keep their columns. */
  function itemFor(text) {
    const item = document.createElement("li");
    for (const line of text.split("\n")) {
      const isSource = /^ *\d* \| /.test(line);
      const last = item.lastElementChild;
      if (isSource && last?.className === "source") {
        last.textContent += `\n${line}`;
        continue;
      }
      const part = document.createElement("span");
      part.className = isSource ? "source" : "line";
      part.textContent = line;
      item.append(part);
    }
    return item;
  }

  function show(state) {
    const now = state.problems.length ? JSON.stringify([state.isGood, state.title, state.problems]) : "";
    if (!now) { memory.write(HIDDEN, ""); }
    if (now === signature) { return; }
    signature = now;
    title.textContent = state.title;
    lead.textContent = state.lead;
    list.replaceChildren(...state.problems.map(itemFor));
    more.hidden = !state.more;
    more.textContent = `and ${state.more} more, which the terminal shows`;
    reopen.textContent = state.title;
    reopen.classList.toggle("failed", !state.isGood);
    if (signature && !state.isGood && memory.read(HIDDEN) !== signature) {
      open();
    } else {
      reopen.hidden = !signature;
      if (dialog.open) { dialog.close(); }
    }
  }

  // --- updates -----------------------------------------------------------------------------------------

  let isChecking = false;
  let isDue = false;

  async function check() {
    isDue = true;
    if (isChecking) { return; }
    isChecking = true;
    try {
      while (isDue) {
        isDue = false;
        const answer = await fetch(`/-/state?page=${encodeURIComponent(location.pathname)}`);
        if (answer.ok) { update(await answer.json()); }
      }
    } catch {
      // The server is gone: there is a message when it is back.
    } finally {
      isChecking = false;
    }
  }

  function update(state) {
    show(state);
    if (state.page !== SHOWN) {
      reload(state.page);
    } else {
      replaceSheets(state.sheets);
    }
  }

  /** Loads the page again, but not for ever, in case the server announces one page and sends another. */
  function reload(wanted) {
    const [before, times] = (memory.read(LOADED) || "").split(" ");
    const time = before === wanted ? Number(times) + 1 : 1;
    if (time > MOST_LOADS) { return; }
    memory.write(LOADED, `${wanted} ${time}`);
    location.reload();
  }

  /** Adds each new style sheet after the old one, which is removed when the new one is loaded. */
  function replaceSheets(addresses) {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"]')].filter(
      (link) => /\.[0-9a-f]{10}\.css$/.test(link.href) && !("leaving" in link.dataset),
    );
    if (links.length !== addresses.length) { return; }
    links.forEach((link, n) => {
      const next = link.cloneNode();
      next.href = addresses[n];
      if (next.href === link.href) { return; }
      link.dataset.leaving = "";
      next.addEventListener("load", () => link.remove());
      next.addEventListener("error", () => { next.remove(); delete link.dataset.leaving; });
      link.after(next);
    });
  }

  // --- connection --------------------------------------------------------------------------------------

  /** Gets each message from livereload, by this name; livereload itself then does nothing. */
  window.LiveReloadPluginCuecard = class {
    static identifier = "cuecard";
    static version = "1";
    reload() { check(); return true; }
  };

  let losing = 0;
  document.addEventListener("LiveReloadConnect", () => {
    clearTimeout(losing);
    losing = 0;
    lost.hidden = true;
  });
  document.addEventListener("LiveReloadDisconnect", () => {
    losing ||= setTimeout(() => { lost.hidden = false; }, PATIENCE);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { check(); } });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { check(); } });

  const transport = document.createElement("script");
  transport.src = `/livereload.js?host=${location.hostname}&port=${location.port || 80}&mindelay=250&maxdelay=1000`;
  document.documentElement.append(host, transport);
})();
