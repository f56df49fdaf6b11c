'use strict';

// Draws the talk of this page's data. Text only ever becomes text: nothing here makes HTML of a string.
(() => {
  const { startedAt, languages, report, waveform, audio } = JSON.parse(document.getElementById('data').textContent);
  const utterances = report.utterances;

  // --- words and numbers

  const names = new Intl.DisplayNames(['en'], { type: 'language' });

  function nameOf(language) {
    try {
      return names.of(language) ?? language;
    } catch {
      return language;
    }
  }

  /** Below a second in milliseconds, from there on in seconds. */
  function duration(millis) {
    return Math.abs(millis) < 1000 ? `${Math.round(millis)}\u00a0ms` : `${(millis / 1000).toFixed(2)}\u00a0s`;
  }

  /** A moment of the talk: 1:02.5, or 1:02:03.4 in long ones. */
  function clock(millis, digits = 1) {
    const seconds = millis / 1000;
    const whole = Math.floor(seconds / 60);
    const rest = (seconds - whole * 60).toFixed(digits).padStart(digits ? digits + 3 : 2, '0');
    return whole < 60 ? `${whole}:${rest}` : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}:${rest}`;
  }

  function count(number, one) {
    return `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;
  }

  /** The nearest rank, as in report.json: every figure was really measured. */
  function percentile(sorted, percent) {
    return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  }

  /** Values that are there, in order. */
  function sorted(values) {
    return values.filter((value) => value !== undefined).sort((a, b) => a - b);
  }

  // --- elements

  function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(properties)) {
      if (key.startsWith('aria-')) {
        made.setAttribute(key, value);
      } else {
        made[key] = value;
      }
    }
    made.append(...children);
    return made;
  }

  function drawing(tag, attributes, ...children) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  const byId = (id) => document.getElementById(id);

  // --- playing

  const sound = byId('sound');
  const blocks = new Map();
  const buttons = new Map();
  let queue = [];
  let chosen = null;

  const keyOf = (language, index) => `${language} ${index}`;

  function choose(key) {
    for (const marked of [blocks, buttons]) {
      marked.get(chosen)?.classList.remove('chosen');
      marked.get(key)?.classList.add('chosen');
    }
    chosen = key;
  }

  function play(language, index) {
    const file = utterances[index].interpretations[language]?.audioFile;
    if (!file) {
      return;
    }
    choose(keyOf(language, index));
    byId('player').hidden = false;
    byId('playing').replaceChildren(
      `${clock(utterances[index].mediaStartMillis)} ${nameOf(language)}: `,
      element('span', { lang: language }, utterances[index].interpretations[language].text ?? ''),
    );
    // What the page has no room for plays from the files beside it.
    sound.src = audio[file] ? `data:audio/mpeg;base64,${audio[file]}` : file;
    // A press on pause, or the next choice, breaks it off: nothing to tell.
    sound.play().catch(() => {});
  }

  function playOnly(language, index) {
    queue = [];
    play(language, index);
  }

  function playAll(language) {
    queue = utterances.flatMap((utterance, index) =>
      utterance.interpretations[language]?.audioFile ? [[language, index]] : [],
    );
    playNext();
  }

  function playNext() {
    const next = queue.shift();
    if (next) {
      play(...next);
    }
  }

  sound.addEventListener('ended', playNext);

  // --- the head

  function head() {
    byId('title').textContent = `${report.sessionId}, spoken in ${nameOf(report.sourceLanguage)}`;
    document.title = `${report.sessionId}: a talk, interpreted`;
    const losses = [];
    if (report.gaps > 0) {
      losses.push(count(report.gaps, 'gap'));
    }
    if (report.chunksAcknowledged < report.chunksSent) {
      losses.push(`${count(report.chunksSent - report.chunksAcknowledged, 'chunk')} never acknowledged`);
    }
    for (const language of languages) {
      const silent = utterances.filter((utterance) => !utterance.interpretations[language]?.audioFile).length;
      if (silent > 0) {
        losses.push(`${count(silent, 'utterance')} without sound in ${nameOf(language)}`);
      }
    }
    losses.push(...report.problems);
    if (utterances.length === 0) {
      losses.push('nothing was recognised');
    }
    byId('verdict').textContent = losses.length === 0 ? 'Nothing was lost.' : `Not everything was heard: ${losses.join('; ')}.`;
    byId('verdict').classList.toggle('bad', losses.length > 0);
    const figures = [
      ['began', new Date(startedAt).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })],
      ['audio', clock(report.audioMillis)],
      ['utterances', utterances.length.toLocaleString('en')],
      ['chunks there', `${report.chunksAcknowledged.toLocaleString('en')} of ${report.chunksSent.toLocaleString('en')}`],
      ['gaps', report.gaps.toLocaleString('en')],
      ...Object.entries(report.heardMillis).map(([language, spread]) => [
        `heard in ${nameOf(language)}, median`,
        duration(spread.p50),
      ]),
    ];
    byId('figures').append(
      ...figures.map(([label, figure]) => element('div', {}, element('dt', {}, label), element('dd', {}, figure))),
    );
  }

  // --- the timeline

  /** When an interpretation's sound begins at a listener who plays one after the other, by language. */
  const playsAt = Object.fromEntries(
    languages.map((language) => {
      let free = 0;
      const starts = utterances.map((utterance) => {
        const own = utterance.interpretations[language];
        if (own?.heardMillis === undefined) {
          return null;
        }
        const start = Math.max(free, utterance.mediaEndMillis + own.heardMillis);
        free = start + (own.audioMillis ?? 0);
        return start;
      });
      return [language, starts];
    }),
  );

  const length = Math.max(
    1000,
    report.audioMillis,
    waveform.millisPerPeak * waveform.peaks.length,
    ...utterances.map((utterance) => utterance.mediaEndMillis),
    ...languages.flatMap((language) =>
      playsAt[language].map((start, index) =>
        start === null ? 0 : start + (utterances[index].interpretations[language].audioMillis ?? 0),
      ),
    ),
  );

  const share = (millis) => `${(100 * millis) / length}%`;

  function place(made, start, end) {
    made.style.left = share(start);
    made.style.width = share(end - start);
    return made;
  }

  function label(text) {
    return element('div', { className: 'row' }, element('span', { className: 'label' }, text));
  }

  function wave() {
    const loudest = Math.max(1, ...waveform.peaks);
    const steps = waveform.peaks.length;
    // Quiet words shall be seen too.
    const heights = waveform.peaks.map((peak) => 48 * Math.pow(peak / loudest, 0.7));
    const upper = heights.map((height, i) => `${i} ${(50 - height).toFixed(1)}`);
    const lower = heights.map((height, i) => `${i} ${(50 + height).toFixed(1)}`).reverse();
    const picture = drawing(
      'svg',
      {
        class: 'wave',
        viewBox: `0 0 ${Math.max(1, length / waveform.millisPerPeak)} 100`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': 'How loud the speaker was',
      },
      drawing('path', { d: steps === 0 ? '' : `M${upper.join('L')}L${lower.join('L')}Z` }),
    );
    return element('div', { className: 'row' }, picture);
  }

  function block(language, index, start, end, className, text, says, press) {
    const key = keyOf(language, index);
    const made = element('button', {
      type: 'button',
      className: `block ${className}`,
      tabIndex: -1,
      textContent: text,
      'aria-label': says,
      title: says,
    });
    if (end - start < 700) {
      made.classList.add('tight');
    }
    made.addEventListener('focus', () => show(language, index));
    made.addEventListener('pointerenter', () => show(language, index));
    made.addEventListener('click', press);
    blocks.set(key, made);
    return place(made, start, end);
  }

  const source = '';

  function spokenRow() {
    const row = element('div', { className: 'row blocks', lang: report.sourceLanguage });
    utterances.forEach((utterance, index) => {
      const says = `${clock(utterance.mediaStartMillis)} spoken: ${utterance.text}`;
      row.append(
        block(source, index, utterance.mediaStartMillis, utterance.mediaEndMillis, 'spoken', utterance.text, says, () => {
          choose(keyOf(source, index));
          show(source, index);
        }),
      );
    });
    return row;
  }

  /** What was waited for after an utterance's last sound, one after the other. */
  function lags(utterance, own) {
    const stages = [
      ['recognised', utterance.recognisedMillis],
      ['translated', own.translatedMillis],
      ['heard', own.heardMillis],
    ];
    const bars = [];
    let from = 0;
    for (const [stage, until] of stages) {
      if (until !== undefined && until > from) {
        const bar = element('span', { className: `lag ${stage}`, title: `${stage} after ${duration(until)}` });
        bars.push(place(bar, utterance.mediaEndMillis + from, utterance.mediaEndMillis + until));
        from = until;
      }
    }
    return bars;
  }

  function languageRows(language) {
    const waiting = element('div', { className: 'row lags' });
    const row = element('div', { className: 'row blocks', lang: language });
    utterances.forEach((utterance, index) => {
      const own = utterance.interpretations[language];
      if (own) {
        waiting.append(...lags(utterance, own));
      }
      const start = playsAt[language][index];
      if (start !== null) {
        const says = `${clock(utterance.mediaStartMillis)} ${nameOf(language)}: ${own.text ?? ''}, heard after ${duration(own.heardMillis)}. Play`;
        const end = start + (own.audioMillis ?? 0);
        row.append(block(language, index, start, end, 'interpreted', own.text ?? '', says, () => playOnly(language, index)));
      } else {
        const why = own?.skipped ?? 'nothing came';
        const says = `${clock(utterance.mediaStartMillis)} ${nameOf(language)}: ${own?.text ?? ''}, no sound: ${why}`;
        const end = Math.min(length, utterance.mediaEndMillis + 1000);
        row.append(block(language, index, utterance.mediaEndMillis, end, 'silent', own?.text ?? why, says, () => {}));
      }
    });
    return [label(nameOf(language)), waiting, row];
  }

  const details = byId('details');

  function fact(term, text, language) {
    return element('div', {}, element('dt', {}, term), element('dd', { lang: language }, text));
  }

  function show(language, index) {
    const utterance = utterances[index];
    const when = `${clock(utterance.mediaStartMillis)} to ${clock(utterance.mediaEndMillis)}`;
    const recognised = utterance.recognisedMillis === undefined ? '' : `, recognised after ${duration(utterance.recognisedMillis)}`;
    const facts = [fact(`${when}${recognised}`, utterance.text, report.sourceLanguage)];
    for (const one of language === source ? languages : [language]) {
      const own = utterance.interpretations[one] ?? {};
      const steps = [
        own.translatedMillis === undefined ? null : `translated after ${duration(own.translatedMillis)}`,
        own.heardMillis === undefined ? null : `sound there after ${duration(own.heardMillis)}`,
        own.audioMillis === undefined ? null : `plays for ${duration(own.audioMillis)}`,
        own.skipped === undefined ? null : `no sound: ${own.skipped}`,
      ].filter((step) => step !== null);
      facts.push(fact([nameOf(one), ...steps].join(', '), own.text ?? '–', one));
    }
    details.replaceChildren(...facts);
  }

  const track = byId('track');
  const scroller = byId('scroller');
  const axis = element('div', { className: 'axis' });
  const mostPerSecond = 200;
  const usualPerSecond = 22;
  // Up to here words can be told apart, so that the whole talk may be shown.
  const leastPerSecond = 14;
  let perSecond = usualPerSecond;

  const fitting = () => (scroller.clientWidth / length) * 1000;

  function zoom(wanted) {
    const middle = (scroller.scrollLeft + scroller.clientWidth / 2) / Math.max(1, track.clientWidth);
    perSecond = Math.min(mostPerSecond, Math.max(fitting(), wanted));
    const width = (perSecond * length) / 1000;
    track.style.width = `${width}px`;
    scroller.scrollLeft = middle * width - scroller.clientWidth / 2;
    const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800].find((seconds) => seconds * perSecond >= 80) ?? 3600;
    const ticks = [];
    for (let second = 0; second * 1000 < length; second += step) {
      const tick = element('span', { className: 'tick' }, clock(second * 1000, 0));
      tick.style.left = share(second * 1000);
      ticks.push(tick);
    }
    // The last one's number would stick out.
    if (ticks.length > 1 && ((length / 1000) % step) * perSecond < 45) {
      ticks[ticks.length - 1].textContent = '';
    }
    axis.replaceChildren(...ticks);
  }

  /** One block is reached with Tab, the others from there with the arrows. */
  function arrows() {
    const lanes = [source, ...languages];
    let lane = 0;
    let index = 0;
    const go = (toLane, toIndex) => {
      const next = blocks.get(keyOf(lanes[toLane], toIndex));
      if (next) {
        blocks.get(keyOf(lanes[lane], index)).tabIndex = -1;
        [lane, index] = [toLane, toIndex];
        next.tabIndex = 0;
        return next;
      }
      return null;
    };
    go(0, 0);
    scroller.addEventListener('focusin', (event) => {
      lanes.forEach((language, at) => {
        const found = utterances.findIndex((utterance, i) => blocks.get(keyOf(language, i)) === event.target);
        if (found >= 0) {
          go(at, found);
        }
      });
    });
    scroller.addEventListener('keydown', (event) => {
      const to = {
        ArrowRight: [lane, index + 1],
        ArrowLeft: [lane, index - 1],
        ArrowDown: [lane + 1, index],
        ArrowUp: [lane - 1, index],
        Home: [lane, 0],
        End: [lane, utterances.length - 1],
      }[event.key];
      if (to) {
        event.preventDefault();
        const next = go(...to);
        next?.focus();
        next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    });
  }

  function timeline() {
    track.append(axis, label(`Spoken: ${nameOf(report.sourceLanguage)}`), wave(), spokenRow(), ...languages.flatMap(languageRows));
    if (waveform.peaks.length === 0) {
      track.querySelector('.wave').replaceWith(element('p', { className: 'hint label' }, 'The talk’s own sound could not be decoded.'));
    }
    scroller.setAttribute('aria-describedby', 'keys');
    zoom(fitting() > leastPerSecond ? 0 : usualPerSecond);
    scroller.scrollLeft = 0;
    byId('zoom-in').addEventListener('click', () => zoom(perSecond * 1.6));
    byId('zoom-out').addEventListener('click', () => zoom(perSecond / 1.6));
    byId('zoom-fit').addEventListener('click', () => zoom(0));
    addEventListener('resize', () => zoom(perSecond));
    if (utterances.length > 0) {
      arrows();
      show(source, 0);
    } else {
      details.hidden = true;
    }
  }

  // --- the latency

  const heardIn = (language) => sorted(utterances.map((utterance) => utterance.interpretations[language]?.heardMillis));

  function histogram(language, values, from, width, bins, highest) {
    const plot = element('div', { className: 'plot' });
    const counts = binned(values, from, width, bins);
    counts.forEach((number, i) => {
      if (number > 0) {
        const between = `${duration(from + i * width)} to ${duration(from + (i + 1) * width)}`;
        const bar = element('span', { className: 'bar', title: `${count(number, 'utterance')} after ${between}` });
        bar.style.left = `calc(${(100 * i) / bins}% + 1px)`;
        bar.style.width = `calc(${100 / bins}% - 2px)`;
        bar.style.height = `${(88 * number) / highest}%`;
        plot.append(bar);
      }
    });
    const median = percentile(values, 50);
    const late = percentile(values, 95);
    const span = width * bins;
    for (const [className, name, value] of [
      ['median', 'median', median],
      ['late', '95 %', late],
    ]) {
      const at = (value - from) / span;
      const mark = element('span', { className: `mark ${className}` }, element('span', {}, `${name} ${duration(value)}`));
      mark.classList.toggle('left', at > 0.5);
      mark.style.left = `${100 * at}%`;
      plot.append(mark);
    }
    const scale = element('div', { className: 'scale' });
    const every = Math.ceil(bins / 5);
    for (let i = 0; i <= bins; i += every) {
      const number = element('span', {}, duration(from + i * width));
      number.style.left = `${(100 * i) / bins}%`;
      scale.append(number);
    }
    const says = `${nameOf(language)}: median ${duration(median)}, 95 % within ${duration(late)}, longest ${duration(percentile(values, 100))}, ${count(values.length, 'utterance')}`;
    plot.setAttribute('role', 'img');
    plot.setAttribute('aria-label', says);
    return element(
      'div',
      {},
      element('h3', {}, `Heard in ${nameOf(language)}`),
      element('p', { className: 'hint' }, `${count(values.length, 'utterance')}; the highest bar is ${Math.max(...counts)}`),
      plot,
      scale,
    );
  }

  function binned(values, from, width, bins) {
    const counts = new Array(bins).fill(0);
    for (const value of values) {
      counts[Math.min(bins - 1, Math.floor((value - from) / width))]++;
    }
    return counts;
  }

  function latency() {
    const heard = languages.map((language) => [language, heardIn(language)]).filter(([, values]) => values.length > 0);
    if (heard.length > 0) {
      const least = Math.min(0, ...heard.map(([, values]) => values[0]));
      const most = Math.max(...heard.map(([, values]) => values[values.length - 1]));
      const width = [50, 100, 200, 250, 500, 1000, 2000, 5000, 10000].find((step) => (most - least) / step <= 25) ?? 60000;
      const from = Math.floor(least / width) * width;
      // Whole fives, so that the scale ends with a number.
      const bins = 5 * Math.max(1, Math.ceil((most - from + 1) / width / 5));
      const highest = Math.max(...heard.flatMap(([, values]) => binned(values, from, width, bins)));
      byId('histograms').append(...heard.map(([language, values]) => histogram(language, values, from, width, bins, highest)));
    }
    const stages = [
      ['first caption', sorted(utterances.map((utterance) => utterance.firstCaptionMillis))],
      [`recognised, in ${nameOf(report.sourceLanguage)}`, sorted(utterances.map((utterance) => utterance.recognisedMillis))],
      ...languages.flatMap((language) => [
        [
          `translated, in ${nameOf(language)}`,
          sorted(utterances.map((utterance) => utterance.interpretations[language]?.translatedMillis)),
        ],
        [`heard, in ${nameOf(language)}`, heardIn(language)],
      ]),
    ];
    byId('stages').append(
      ...stages.map(([name, values]) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, name),
          ...[50, 95, 100].map((percent) => element('td', {}, values.length === 0 ? '–' : duration(percentile(values, percent)))),
          element('td', {}, values.length.toLocaleString('en')),
        ),
      ),
    );
  }

  // --- the words

  function interpretation(language, index) {
    const own = utterances[index].interpretations[language] ?? {};
    const text = element('span', { className: 'text', lang: language, dir: 'auto' }, own.text ?? '–');
    const name = nameOf(language);
    if (own.audioFile) {
      const says = `Play ${name}, ${clock(utterances[index].mediaStartMillis)}`;
      const sign = element('span', { 'aria-hidden': 'true' }, '▶ ');
      const button = element('button', { type: 'button', 'aria-label': says }, sign, name);
      button.addEventListener('click', () => playOnly(language, index));
      buttons.set(keyOf(language, index), button);
      const after = element('small', {}, `heard after ${duration(own.heardMillis)}`);
      return element('div', { className: 'interpretation' }, button, element('div', {}, text, ' ', after));
    }
    const why = element('small', { className: 'bad' }, `no sound: ${own.skipped ?? 'nothing came'}`);
    return element('div', { className: 'interpretation' }, element('span', {}, name), element('div', {}, text, ' ', why));
  }

  function words() {
    byId('play-all').append(
      ...languages
        .filter((language) => heardIn(language).length > 0)
        .map((language) => {
          const button = element('button', { type: 'button' }, `▶ Play all in ${nameOf(language)}`);
          button.addEventListener('click', () => playAll(language));
          return button;
        }),
    );
    byId('utterances').append(
      ...utterances.map((utterance, index) =>
        element(
          'li',
          {},
          element('span', { className: 'time' }, clock(utterance.mediaStartMillis)),
          element('span', { className: 'source', lang: report.sourceLanguage, dir: 'auto' }, utterance.text),
          ...languages.map((language) => interpretation(language, index)),
        ),
      ),
    );
  }

  head();
  latency();
  words();
  timeline();
})();
