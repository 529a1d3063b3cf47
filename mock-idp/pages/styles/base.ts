/** Colours, fonts and controls of all pages. The contrast is at least 4.5 to 1 (WCAG 2.2, 1.4.3). */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --ground: #f3f5f4; --panel: #ffffff; --sunk: #f7f9f8; --ink: #14201d; --quiet: #566460; --line: #dbe2df; --edge: #84928d;
  --accent: #0b6b5b; --accent-strong: #085347; --on-accent: #ffffff; --glow: #d9efe9;
  --good: #0b6b3d; --good-ground: #e0f3e7; --bad: #a8231c; --bad-ground: #fce8e6; --warn: #7a4b00; --warn-ground: #fbeed3;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1211; --panel: #151c1a; --sunk: #101715; --ink: #e4ece9; --quiet: #98a8a2; --line: #27322f; --edge: #63756f;
    --accent: #5fd0b8; --accent-strong: #86e2cd; --on-accent: #06231d; --glow: #173a33;
    --good: #74d79f; --good-ground: #12301f; --bad: #ff9d94; --bad-ground: #3a1815; --warn: #f1c266; --warn-ground: #35270b;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 var(--sans); }
h1, h2, h4, p, ul, ol, dl, dd, fieldset, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
fieldset { border: 0; min-width: 0; }
h1 { font-size: 1.55rem; line-height: 1.2; letter-spacing: -0.015em; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 1rem; font-weight: 650; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:hover { color: var(--accent-strong); }
code, pre, textarea, .user-code { font-family: var(--mono); font-size: 0.86em; }
.break { overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.hint { color: var(--quiet); font-size: 0.87rem; }
.tag {
  display: inline-block; padding: 0.1rem 0.5rem; border-radius: 1rem; background: var(--warn-ground); color: var(--warn);
  font-size: 0.75rem; font-weight: 600; white-space: nowrap;
}
.brand { display: inline-flex; align-items: center; gap: 0.55rem; font-weight: 700; color: var(--ink); white-space: nowrap; }
.brand-mark { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
label, .label, legend { display: block; font-size: 0.87rem; font-weight: 600; padding: 0; }
input, select, textarea {
  display: block; width: 100%; margin: 0.3rem 0 0; padding: 0.5rem 0.65rem; color: inherit; background: var(--sunk);
  border: 1px solid var(--edge); border-radius: 8px; font: inherit; font-weight: 400; min-height: 2.5rem;
}
textarea { font: 0.84rem/1.5 var(--mono); resize: vertical; tab-size: 2; overflow-wrap: anywhere; }
input::placeholder, textarea::placeholder { color: var(--quiet); opacity: 1; }
[aria-invalid="true"] { border-color: var(--bad); }
input[type="checkbox"] { display: inline-block; width: 1.1rem; height: 1.1rem; min-height: 0; margin: 0; accent-color: var(--accent); flex: none; }
button, .button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.5rem; padding: 0.4rem 0.95rem; cursor: pointer;
  color: var(--ink); background: var(--panel); border: 1px solid var(--edge); border-radius: 8px; font: 600 0.92rem/1.2 var(--sans);
  text-decoration: none; white-space: nowrap;
}
button:hover, .button:hover { border-color: var(--accent); color: var(--accent-strong); }
button:active { translate: 0 1px; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent); }
.problem { color: var(--bad); font-size: 0.9rem; overflow-wrap: anywhere; }
.problem:empty { display: none; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 1rem; font-size: 0.9rem; }
.facts dt { color: var(--quiet); }
.facts dd { overflow-wrap: anywhere; }
@media (prefers-reduced-motion: no-preference) {
  button, .button, a, input { transition: background-color 0.12s, border-color 0.12s, color 0.12s; }
}
`
