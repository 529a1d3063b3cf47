/** The dashboard. */
export const dashboardStyle = `
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 3; background: var(--panel); padding: 0.5rem 1rem; border-radius: 8px; }
.skip:focus { top: 0.5rem; }
.end { margin-left: auto; }
.top {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.9rem; padding: 0.7rem 1.5rem; background: var(--panel);
  border-bottom: 1px solid var(--line);
}
.top .at { display: flex; align-items: center; gap: 0.75rem; min-width: 0; }
.top code { color: var(--quiet); min-width: 0; }
.columns { display: grid; grid-template-columns: 11.5rem minmax(0, 1fr); gap: 2.25rem; max-width: 78rem; margin: 0 auto; padding: 1.75rem 1.5rem 5rem; }
nav { position: sticky; top: 1.5rem; align-self: start; }
nav ul { display: grid; gap: 2px; }
nav a { display: block; padding: 0.45rem 0.8rem; border-radius: 8px; color: var(--quiet); text-decoration: none; font-weight: 550; }
nav a:hover { background: var(--panel); color: var(--ink); }
nav a[aria-current] { background: var(--glow); color: var(--accent-strong); font-weight: 650; }
main:focus { outline: none; }
main h2 { margin: 1.75rem 0 0.6rem; }
.intro { color: var(--quiet); margin: 0.3rem 0 1.4rem; max-width: 44rem; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.padded { padding: 1.1rem 1.2rem; }
.padded > * + * { margin-top: 0.8rem; }
.padded > textarea + .hint { margin-top: 0.4rem; }
.padded > label + textarea { margin-top: 0.3rem; }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.actions input { flex: 1 1 10rem; width: auto; margin: 0; max-width: 20rem; }
#faults-clear { margin-top: 0.8rem; }
.toolbar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 0.9rem; margin-bottom: 0.9rem; }
.toolbar select { width: auto; margin: 0; min-width: 9rem; max-width: 100%; }
.inline { display: inline; }
.check { display: inline-flex; gap: 0.5rem; align-items: center; }
.check label { font-weight: 400; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr)); gap: 0.9rem; }
.fields:empty { display: none; }
.small { min-height: 2rem; padding: 0.2rem 0.65rem; font-size: 0.82rem; border-color: var(--line); }
table { width: 100%; border-collapse: collapse; position: relative; }
th, td { text-align: left; padding: 0.4rem 1.2rem; vertical-align: middle; }
th { font-size: 0.78rem; font-weight: 600; color: var(--quiet); background: var(--sunk); border-bottom: 1px solid var(--line); }
tr + tr td { border-top: 1px solid var(--line); }
td { overflow-wrap: anywhere; }
td:first-child { font-weight: 600; }
td:last-child { text-align: right; width: 1%; white-space: nowrap; }
td:last-child .badges { flex-wrap: nowrap; }
.badges { display: inline-flex; flex-wrap: wrap; gap: 0.35rem; }
.badge {
  display: inline-block; padding: 0.05rem 0.55rem; border-radius: 1rem; font-size: 0.78rem; font-weight: 600; white-space: nowrap;
  background: var(--sunk); color: var(--quiet); box-shadow: inset 0 0 0 1px var(--line);
}
.badge.good { background: var(--good-ground); color: var(--good); box-shadow: none; }
.badge.bad { background: var(--bad-ground); color: var(--bad); box-shadow: none; }
.badge.warn { background: var(--warn-ground); color: var(--warn); box-shadow: none; }
.nothing { padding: 1.5rem 1.2rem; color: var(--quiet); text-align: center; }
.journal li { padding: 0.6rem 1.2rem; border-left: 3px solid transparent; }
.journal li + li { border-top: 1px solid var(--line); }
.journal li.rejected { border-left-color: var(--bad); }
.line { display: flex; flex-wrap: wrap; gap: 0.15rem 0.7rem; align-items: baseline; }
.line time { font: 0.82rem var(--mono); color: var(--quiet); }
.line + .line { margin-top: 0.2rem; font-size: 0.92rem; }
.reason { color: var(--quiet); overflow-wrap: anywhere; min-width: 0; }
.refused .reason { color: var(--bad); }
.journal details { font-size: 0.87rem; margin-top: 0.2rem; }
.journal summary { cursor: pointer; color: var(--quiet); width: max-content; }
.big { font: 600 clamp(1.15rem, 5vw, 1.9rem)/1.2 var(--mono); letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.clock .toolbar { margin: 1.1rem 0; }
.clock .hint { margin-top: 0.4rem; }
#clock-form .actions { margin-top: 0.3rem; }
.split { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 1.5rem; align-items: start; }
.split h2 { margin-top: 0.5rem; }
.split > * + * { margin-bottom: 1rem; }
.split label { min-width: 0; }
#decoded { display: grid; gap: 1rem; }
#decoded h4 { font-size: 0.87rem; margin-bottom: 0.3rem; }
#decoded p { overflow-wrap: anywhere; }
#verdict:empty, #decoded:empty { display: none; }
pre { margin: 0 0 0.5rem; padding: 0.75rem 0.9rem; background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.gate { max-width: 34rem; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 1.75rem; grid-column: 1 / -1; align-self: start; justify-self: center; }
.gate > * + *, .gate form > * + * { margin-top: 0.8rem; }
noscript .gate { margin: 2rem auto; }
.toast {
  position: fixed; left: 50%; bottom: 1.25rem; translate: -50% 0; z-index: 2; max-width: min(40rem, calc(100vw - 2rem)); padding: 0.65rem 1.1rem;
  border-radius: 10px; background: var(--ink); color: var(--panel); font-weight: 550; overflow-wrap: anywhere; box-shadow: 0 8px 28px rgb(0 0 0 / 22%);
}
.toast:empty { visibility: hidden; }
.toast.bad { background: var(--bad); color: var(--panel); }
@media (max-width: 48rem) {
  .columns { grid-template-columns: minmax(0, 1fr); gap: 1.25rem; padding: 1rem 1rem 5rem; }
  .top { padding: 0.7rem 1rem; }
  .top .at { order: 1; width: 100%; }
  nav { position: static; }
  nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem; }
  nav a { padding: 0.35rem 0.7rem; }
}
@media (max-width: 40rem) {
  table, tbody, tr, td { display: block; width: auto; }
  thead { display: none; }
  tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.15rem 0.75rem; padding: 0.7rem 1rem; align-items: center; }
  tr + tr { border-top: 1px solid var(--line); }
  tr + tr td { border-top: 0; }
  td { grid-column: 1 / -1; padding: 0; display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0.6rem; justify-items: start; }
  td::before { content: attr(data-label); color: var(--quiet); font-size: 0.82rem; font-weight: 400; }
  td:empty, td:first-child::before, td:last-child::before { display: none; }
  #endpoints td { display: block; }
  #endpoints td::before { display: none; }
  td:first-child { grid-area: 1 / 1; display: block; }
  td:last-child { grid-area: 1 / 2; display: block; width: auto; }
  .journal li { padding: 0.6rem 1rem; }
}
`
