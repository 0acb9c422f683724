// The look of the widget. A sheet made by a script is allowed under every rule for styles, and
// pixels do not follow the page's own root size. Values are those of kit/css/tokens.css.

const CSS = `
:host {
  all: initial; position: fixed; inset: auto 24px 24px auto; z-index: 2147483000; display: block; color-scheme: light dark;
  --surface: light-dark(oklch(0.995 0.001 200), oklch(0.215 0.008 220));
  --quiet: light-dark(oklch(0.950 0.006 208), oklch(0.262 0.010 220));
  --selected: light-dark(oklch(0.935 0.020 215), oklch(0.295 0.028 220));
  --raised: light-dark(oklch(1 0 0), oklch(0.255 0.010 220));
  --ink: light-dark(oklch(0.235 0.015 225), oklch(0.935 0.005 210));
  --ink-2: light-dark(oklch(0.400 0.016 225), oklch(0.800 0.008 210));
  --ink-3: light-dark(oklch(0.480 0.015 225), oklch(0.705 0.010 212));
  --rule: light-dark(oklch(0.895 0.006 210), oklch(0.320 0.010 220));
  --edge: light-dark(oklch(0.600 0.013 218), oklch(0.570 0.013 218));
  --accent: light-dark(oklch(0.430 0.075 222), oklch(0.790 0.085 210));
  --accent-hard: light-dark(oklch(0.360 0.070 224), oklch(0.860 0.075 208));
  --on-accent: light-dark(oklch(0.995 0.001 200), oklch(0.200 0.020 222));
  --stop: light-dark(oklch(0.440 0.160 022), oklch(0.820 0.095 020));
  --focus: light-dark(oklch(0.520 0.150 252), oklch(0.800 0.100 240));
  --lift: 0 1px 2px light-dark(oklch(0.2 0.02 225 / 0.10), oklch(0 0 0 / 0.5)), 0 8px 24px light-dark(oklch(0.2 0.02 225 / 0.12), oklch(0 0 0 / 0.5));
  font: 400 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink);
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
button, input, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { background: none; border: 0; padding: 0; cursor: pointer; }
ol { padding: 0; list-style: none; }
a, .link { color: var(--accent); text-decoration: underline 1px; text-underline-offset: 0.2em; text-align: start; overflow-wrap: anywhere; }
a:hover, .link:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.icon { inline-size: 16px; block-size: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; display: block; }

.launcher { position: relative; display: grid; place-items: center; inline-size: 56px; block-size: 56px; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 16px; box-shadow: var(--lift); }
.launcher:hover { background: var(--accent-hard); }
.launcher .icon { inline-size: 26px; block-size: 26px; stroke-width: 1.25; }
.launcher:focus-visible { border-radius: 16px; }
.launcher__dot { position: absolute; inset: -4px -4px auto auto; inline-size: 14px; block-size: 14px; border-radius: 7px; background: var(--ink); border: 2px solid var(--surface); }

.chat { position: fixed; inset: auto 24px 24px auto; display: grid; grid-template-rows: auto auto minmax(0, 1fr) auto; inline-size: 400px; block-size: min(736px, 100dvh - 48px); background: var(--raised); border: 1px solid var(--edge); border-radius: 8px; box-shadow: var(--lift); overflow: hidden; }
.chat--small { block-size: auto; grid-template-rows: auto auto; }
.chat__refusal { padding: 16px; display: grid; gap: 8px; }
.chat__head { display: flex; align-items: center; gap: 12px; padding: 12px 8px 12px 16px; border-block-end: 1px solid var(--rule); }
.chat__head h2 { font-size: 15px; font-weight: 600; line-height: 1.3; }
.chat__head p { font-size: 13px; line-height: 1.45; color: var(--ink-2); }
.chat__head .btn { margin-inline-start: auto; }
.initials { display: grid; place-items: center; inline-size: 24px; block-size: 24px; flex: none; overflow: hidden; font-size: 10px; font-weight: 600; letter-spacing: 0.02em; color: var(--ink-2); background: var(--quiet); border: 1px solid var(--edge); border-radius: 12px; }
.initials canvas { inline-size: 100%; block-size: 100%; }
.chat__honest { border-block-end: 1px solid var(--rule); padding: 10px 16px; font-size: 13px; line-height: 1.45; color: var(--ink-2); background: var(--quiet); }
.chat__log { overflow-y: auto; overscroll-behavior: contain; padding: 16px; display: flex; flex-direction: column-reverse; }
.chat__log:focus-visible { outline-offset: -2px; }
.chat__all { display: grid; gap: 16px; margin-block-start: auto; }
.chat__log ol { display: grid; gap: 16px; }
.chat__day { text-align: center; color: var(--ink-3); font-size: 12px; }
.said { display: grid; gap: 2px; max-inline-size: 88%; justify-self: start; }
.said--you { justify-self: end; justify-items: end; }
.said__body, textarea { unicode-bidi: plaintext; }
.said__body { white-space: pre-wrap; overflow-wrap: anywhere; }
.said--you > .said__body { background: var(--selected); border-radius: 8px; padding: 8px 12px; }
.said--waiting > .said__body { background: none; border: 1px dashed var(--edge); }
.said__by { font-size: 12px; color: var(--ink-3); }
.said--you > :is(.said__by, .said__file) { text-align: end; }
.said__by time { font-variant-numeric: tabular-nums; }
.said__notice { margin-block-start: 4px; }
.chat__end { border-block-start: 1px solid var(--rule); padding: 12px 16px; display: grid; gap: 8px; max-block-size: 60dvh; overflow-y: auto; }
.chat__write, .chat__compose, .chat__email { display: grid; gap: 8px; }
.chat__state { color: var(--ink-3); font-size: 13px; line-height: 1.45; }
.chat__error { color: var(--stop); font-size: 13px; font-weight: 600; line-height: 1.45; }
.chat__closed { font-size: 13px; line-height: 1.45; border-inline-start: 4px solid var(--accent); padding-inline-start: 8px; }
.chat__stopped { display: grid; gap: 8px; font-size: 13px; line-height: 1.45; overflow-wrap: anywhere; }
.chat__box { display: flex; align-items: end; gap: 4px; border: 1px solid var(--edge); border-radius: 8px; padding: 4px; }
.chat__box:focus-within { outline: 2px solid var(--focus); outline-offset: -1px; }
textarea { flex: 1; min-inline-size: 0; border: 0; background: none; resize: none; outline: 0 !important; padding: 6px 8px; line-height: 1.5; field-sizing: content; min-block-size: 36px; max-block-size: 144px; }
textarea::placeholder { color: var(--ink-3); opacity: 1; }
.chat__links { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; }
.chat__email { font-size: 13px; }
.chat__email input { flex: 1; min-inline-size: 0; min-block-size: 36px; padding: 6px 10px; background: var(--surface); border: 1px solid var(--edge); border-radius: 8px; }
.row { display: flex; gap: 8px; }
.chip { display: flex; align-items: center; gap: 4px; font-size: 13px; color: var(--ink-2); overflow-wrap: anywhere; }
.btn { display: inline-flex; align-items: center; justify-content: center; gap: 8px; min-block-size: 36px; padding: 4px 12px; font-weight: 500; line-height: 1.3; color: var(--ink); background: var(--surface); border: 1px solid var(--edge); border-radius: 8px; white-space: nowrap; }
.btn:hover { background: var(--quiet); }
.btn--primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.btn--primary:hover { background: var(--accent-hard); border-color: var(--accent-hard); }
.btn--quiet { border-color: transparent; background: none; color: var(--ink-2); padding-inline: 10px; }
.btn--quiet:hover { color: var(--ink); background: var(--quiet); }
.btn--small { min-block-size: 28px; padding: 0 8px; font-size: 13px; gap: 6px; }
.earlier { justify-self: center; }

@media (max-width: 512px) {
  .chat:not(.chat--small) { inset: 0; inline-size: auto; block-size: 100dvh; border: 0; border-radius: 0; }
  .chat--small { inset-inline: 8px; inline-size: auto; }
}
@media (max-height: 576px) {
  .chat:not(.chat--small) { inset-block: 0; block-size: 100dvh; }
  .chat__end { padding-block: 8px; }
}
@media (pointer: coarse) {
  .btn, .chat__email input { min-block-size: 44px; min-inline-size: 44px; }
  textarea { font-size: 16px; min-block-size: 44px; padding-block: 10px; }
}
@media (prefers-contrast: more) {
  :host { --ink-2: var(--ink); --ink-3: var(--ink); --rule: var(--edge); }
}
@media (prefers-reduced-motion: no-preference) {
  .btn, .launcher { transition: background-color 120ms cubic-bezier(0.2, 0, 0, 1); }
}
@media (forced-colors: active) {
  .said--you > .said__body { border: 1px solid CanvasText; }
  .launcher__dot { background: Highlight; forced-color-adjust: none; }
}
`;

export function styles() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  return sheet;
}
