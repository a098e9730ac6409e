// The news of the workshop, line by line, read by fetch, since only that can send the token. The stream is closed
// while the tab is hidden: browsers hold no more than six connections to one server.

const FIRST_WAIT = 250;
const LONGEST_WAIT = 4000;

/**
 * Hear the news of `page`, which shows `version`, from now on. Calls `heard` with each, `lost` when the server is
 * gone, which is tried again without end, and `otherRun` when the server is there and is not the one that made this page.
 */
export function listen({ token, page, version, heard, lost, otherRun }) {
  let stop = null;
  let wait = FIRST_WAIT;
  let timer;

  async function open() {
    if (stop || document.hidden) return;
    const own = (stop = new AbortController());
    try {
      const query = new URLSearchParams({ page, version });
      const response = await fetch(`/_postil/events?${query}`, { headers: { 'X-Postil-Token': token }, signal: own.signal });
      if (response.status === 403) return otherRun();
      if (!response.ok) throw new Error(response.statusText);
      wait = FIRST_WAIT;
      let rest = '';
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const lines = (rest + value).split('\n');
        rest = lines.pop();
        for (const line of lines) {
          const news = JSON.parse(line);
          version = news.version;
          try {
            heard(news);
          } catch (mistake) {
            reportError(mistake);
          }
        }
      }
    } catch {
      // The server is gone, or the tab was hidden.
    }
    if (own.signal.aborted) return;
    stop = null;
    lost();
    clearTimeout(timer);
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function close() {
    clearTimeout(timer);
    stop?.abort();
    stop = null;
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}
