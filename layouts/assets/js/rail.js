// The rail: which part of the text the window shows, and which note was passed last.
import { firstBelow, references } from './places.js';

const rail = document.querySelector('.rail');
const body = document.querySelector('.body');
const view = document.createElement('span');
view.className = 'rail-view';
rail.append(view);
let all = references();
let isDue = false;

function draw() {
  isDue = false;
  const { top, height } = body.getBoundingClientRect();
  const from = Math.min(Math.max(-top / height, 0), 1);
  const to = Math.min(Math.max((innerHeight - top) / height, 0), 1);
  const passed = all[firstBelow(all, innerHeight / 2) - 1];
  rail.style.setProperty('--from', from.toFixed(4));
  rail.style.setProperty('--share', Math.max(0, to - from).toFixed(4));
  const link = passed && rail.querySelector(`[href="#${CSS.escape(passed.id)}"]`);
  const current = rail.querySelector('[aria-current]');
  if (link === current) return;
  current?.removeAttribute('aria-current');
  link?.setAttribute('aria-current', 'true');
}

function due() {
  if (!isDue) requestAnimationFrame(draw);
  isDue = true;
}

new ResizeObserver(() => {
  all = references();
  due();
}).observe(body);
addEventListener('scroll', due, { passive: true });
