// Searches texts, comments and notes as one types, by Pagefind's index and the files beside it.
//
// Pagefind says which records hold the words, and at which places; what they say is read from one file
// for each text. Everything found is set as text, never as HTML. The index is fetched once the field has the focus.
(() => {
  const AT_ONCE = 20;
  const PATIENCE = 200; // Milliseconds after the last key.
  const BEFORE = 80; // Characters shown before the first word found, and in all:
  const SHOWN = 260;
  const MOST_WORDS = 12;
  const LIKENESS = 0.4; // How much of the beginning a word has in common with one that is the same but for its ending.
  const WIDE = '\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  // What counts as one word, as in the index: signs that are written without spaces stand alone.
  const WORDS = new RegExp(`[${WIDE}]|[^ ${WIDE}]+`, 'gu');
  const IS_WIDE = new RegExp(`[${WIDE}]`, 'u');
  const LETTERS = /[\p{L}\p{N}].*[\p{L}\p{M}\p{N}]|[\p{L}\p{N}]/u;

  const form = document.querySelector('.search-form');
  const field = form.elements.q;
  const kinds = [...form.querySelectorAll('[name=kind]')];
  const status = document.querySelector('.search-status');
  const list = document.querySelector('.results');
  const more = document.querySelector('.search-more');
  const template = document.querySelector('#page-result');

  let index; // A promise of it, once somebody searches.
  let found = [];
  let searches = 0;
  let waiting;

  if (location.protocol === 'file:') {
    form.hidden = true;
    const otherwise = document.querySelector('.search-otherwise');
    otherwise.querySelector('p').textContent = form.dataset.disk;
    otherwise.classList.add('is-needed');
    return;
  }

  const asked = new URLSearchParams(location.search);
  const chosen = (asked.get('kind') ?? '').split(',');
  field.value = asked.get('q') ?? '';
  for (const kind of kinds) kind.checked = chosen.includes(kind.value);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search();
  });
  form.addEventListener('change', (event) => {
    if (event.target.name === 'kind') search();
  });
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PATIENCE);
  });
  field.addEventListener('focus', () => loaded().catch(() => {}));
  more.addEventListener('click', async () => {
    const first = list.children.length;
    await show(searches);
    list.children[first]?.querySelector('a').focus();
  });
  if (field.value) search();
  else if (matchMedia('(pointer: fine)').matches) field.focus({ preventScroll: true });

  async function search() {
    clearTimeout(waiting);
    const turn = ++searches;
    const query = field.value.trim();
    const only = kinds.filter((kind) => kind.checked).map((kind) => kind.value);
    remember(query, only);
    try {
      const hits = query ? await hitsOf(query) : [];
      if (turn !== searches) return;
      count(hits, Boolean(query));
      found = only.length ? hits.filter((hit) => only.includes(hit.kind)) : hits;
      const shown = await entries(found.slice(0, AT_ONCE));
      if (turn !== searches) return;
      list.replaceChildren(...shown);
      more.hidden = found.length <= AT_ONCE;
      const sentence = found.length ? form.dataset.found : form.dataset.none;
      status.textContent = query ? sentence.replace('{count}', found.length).replace('{query}', query) : '';
    } catch (error) {
      if (turn !== searches) return;
      console.error(error);
      index = undefined;
      list.replaceChildren();
      more.hidden = true;
      status.textContent = form.dataset.failed;
    }
  }

  async function show(turn) {
    const first = list.children.length;
    const shown = await entries(found.slice(first, first + AT_ONCE));
    if (turn !== searches) return;
    list.append(...shown);
    more.hidden = list.children.length >= found.length;
  }

  // The address says what is sought, so that it can be sent to somebody.
  function remember(query, only) {
    const address = new URL(location.href);
    address.search = '';
    if (query) address.searchParams.set('q', query);
    if (only.length) address.searchParams.set('kind', only.join(','));
    history.replaceState(history.state, '', address.href.replaceAll('%2C', ','));
  }

  function count(hits, isAsked) {
    for (const kind of kinds) {
      const number = hits.filter((hit) => hit.kind === kind.value).length;
      kind.parentElement.querySelector('.kind-count').textContent = isAsked ? number : '';
      kind.parentElement.classList.toggle('is-empty', isAsked && !number);
    }
  }

  function loaded() {
    index ??= load();
    return index;
  }

  async function load() {
    const { folder } = await json(new URL('index.json', location.href), { cache: 'no-cache' });
    const base = new URL(folder, location.href);
    const [table, pagefind] = await Promise.all([json(new URL('records.json', base)), import(new URL('pagefind.js', base))]);
    // In this thread: a worker would be one more thing to load, and to wait for on a slow line.
    await pagefind.options({ noWorker: true, metaCacheTag: folder });
    const numbers = new Map(table.ids.map((id, number) => [id, number]));
    const owners = table.texts.flatMap(([, , , , records], text) => Array(records).fill(text));
    return { base, pagefind, table, numbers, owners, texts: new Map() };
  }

  async function json(address, options) {
    const answer = await fetch(address, options);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  }

  // Every record that holds all the words, the best first.
  async function hitsOf(query) {
    const { table, numbers, owners } = await loaded();
    const answers = await Promise.all(termsOf(query).map(resultsOf));
    const hits = new Map();
    for (const [turn, results] of answers.entries()) {
      for (const { id, score, words } of results) {
        const hit = hits.get(id) ?? { id, score: 0, places: [], turns: 0 };
        if (hit.turns === turn) hits.set(id, { id, score: hit.score + score, places: [...hit.places, ...words], turns: turn + 1 });
      }
    }
    return [...hits.values()]
      .filter((hit) => hit.turns === answers.length)
      .map((hit) => ({ ...hit, number: numbers.get(hit.id), kind: table.kinds[table.kindOf[numbers.get(hit.id)]] }))
      .map((hit) => ({ ...hit, text: owners[hit.number] }))
      .sort((one, other) => other.score - one.score || one.number - other.number);
  }

  // What Pagefind is asked, word by word. Signs without spaces between them are a phrase of single signs.
  function termsOf(query) {
    const phrase = query.match(/^["“„«](.+)["”“»]$/);
    if (phrase) return [`"${wordsOf(phrase[1]).join(' ')}"`];
    const terms = query.split(/\s+/).filter((term) => LETTERS.test(term));
    const isPhrase = (term) => IS_WIDE.test(term) && wordsOf(term).length > 1;
    return terms.slice(0, MOST_WORDS).map((term) => (isPhrase(term) ? `"${wordsOf(term).join(' ')}"` : term));
  }

  // What Pagefind finds for a word; nothing where it is not the word. When no word begins as the one sought does,
  // Pagefind takes the longest that the one sought begins with: `a` for `ammunition`. It does so for all or none.
  async function resultsOf(term) {
    const { pagefind, numbers } = await loaded();
    const { results } = await pagefind.search(term);
    const [first] = results;
    if (!first?.words.length || term.startsWith('"')) return results;
    const { heading, parts } = await record(numbers.get(first.id));
    const words = [heading, ...parts.map(([, said]) => said)].flatMap(wordsOf);
    return first.words.some((place) => isLike(words[place] ?? '', term)) ? results : [];
  }

  function isLike(word, term) {
    const sought = plain(term).join('');
    return plain(word).some((run) => {
      let alike = 0;
      while (alike < sought.length && run[alike] === sought[alike]) alike += 1;
      return alike >= LIKENESS * sought.length || run.includes(sought) || (run.length > 2 && sought.includes(run));
    });
  }

  // The runs of letters and digits in a word, without case and accents.
  function plain(word) {
    return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  function wordsOf(line) {
    return line.replace(/\s+/g, ' ').match(WORDS) ?? [];
  }

  function entries(hits) {
    return Promise.all(hits.map(entry));
  }

  async function entry(hit) {
    const { table } = await loaded();
    const [title, address, lang, dir] = table.texts[hit.text];
    const { id, heading, parts } = await record(hit.number);
    const [headed, ...marked] = places([heading, ...parts.map(([, words]) => words)], new Set(hit.places));
    // The paragraph that holds most of what was sought.
    const best = marked.reduce((most, spans, part) => (spans.length > (marked[most]?.length ?? 0) ? part : most), 0);
    const [part, words] = parts[best] ?? ['', ''];

    const item = template.content.firstElementChild.cloneNode(true);
    const choice = form.querySelector(`[name=kind][value="${CSS.escape(hit.kind)}"]`)?.parentElement;
    const link = item.querySelector('a');
    item.dataset.kind = hit.kind;
    for (const name of ['.kind-mark', '.kind-label']) {
      item.querySelector(name).textContent = choice?.querySelector(name)?.textContent ?? '';
    }
    const target = id || (marked[best]?.length ? part : '');
    link.href = target ? `${address}#${encodeURIComponent(target)}` : address;
    link.append(...excerpt(heading || title, headed));
    item.querySelector('.result-text').textContent = hit.kind === 'text' || !heading ? '' : title;
    item.querySelector('.result-words').append(...excerpt(words, marked[best] ?? []));
    for (const element of [link, ...item.querySelectorAll('.result-text, .result-words')]) {
      element.lang = lang;
      element.dir = dir;
    }
    return item;
  }

  // What is said by a record, from the file of its text.
  async function record(number) {
    const { base, owners, texts } = await loaded();
    const text = owners[number];
    if (!texts.has(text)) texts.set(text, json(new URL(`texts/${text}.json`, base)));
    const [id, heading, parts] = (await texts.get(text))[number - owners.indexOf(text)];
    return { id, heading, parts };
  }

  // Where the words found stand in each line: pairs of offsets. Places count through all lines.
  function places(lines, found) {
    let place = 0;
    return lines.map((line) => {
      const spans = [];
      for (const { 0: word, index: start } of line.matchAll(WORDS)) {
        const letters = found.has(place++) && word.match(LETTERS);
        if (!letters) continue;
        const from = start + letters.index;
        const last = spans.at(-1);
        if (last?.[1] === from) last[1] = from + letters[0].length;
        else spans.push([from, from + letters[0].length]);
      }
      return spans;
    });
  }

  // The words around the first one found, as nodes.
  function excerpt(line, spans) {
    const starts = [...line.matchAll(WORDS)].map((word) => word.index);
    const wanted = (spans[0]?.[0] ?? 0) - BEFORE;
    const from = line.length <= SHOWN || wanted <= 0 ? 0 : starts.find((start) => start >= wanted);
    const to = line.length <= from + SHOWN ? line.length : starts.findLast((start) => start <= from + SHOWN);
    const nodes = [from ? '… ' : ''];
    let place = from;
    for (const [start, end] of spans) {
      if (start < place || end > to) continue;
      const mark = document.createElement('mark');
      mark.textContent = line.slice(start, end);
      nodes.push(line.slice(place, start), mark);
      place = end;
    }
    nodes.push(line.slice(place, to).trimEnd(), to < line.length ? ' …' : '');
    return nodes;
  }
})();
