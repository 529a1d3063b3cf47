import { baseStyle } from '../../../mock-idp/pages/styles/base.ts'

/** The style of the page; colours and type are those of the other pages of this package. */
export const reportStyle = `${baseStyle}
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
header, section, footer { margin-bottom: 2rem; }
h2 { font-size: 1.2rem; margin: 0 0 0.75rem; }
h3 { font-size: 1rem; margin: 0; display: flex; flex-wrap: wrap; gap: 0.3rem 0.75rem; align-items: baseline; overflow-wrap: anywhere; }
h3 .quiet { font-weight: 400; font-size: 0.9rem; }
h3 code { font-size: 0.95rem; }
.tool { color: var(--quiet); margin-bottom: 0.4rem; }
.tally { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 1rem 0; }
.verdict { padding: 0.1rem 0.6rem; border-radius: 1rem; font-size: 0.8rem; font-weight: 650; white-space: nowrap; background: var(--sunk); color: var(--quiet); }
.verdict.pass { background: var(--good-ground); color: var(--good); }
.verdict.fail, .verdict.error { background: var(--bad-ground); color: var(--bad); }
.verdict.warn, .verdict.inconclusive { background: var(--warn-ground); color: var(--warn); }
.outcome-line { margin-top: 1.25rem; font-size: 1.05rem; overflow-wrap: anywhere; }
.outcome-line .verdict { font-size: 1rem; padding: 0.25rem 0.9rem; margin-right: 0.4rem; }
.caution { margin-top: 0.5rem; color: var(--warn); }
.causes { margin: 0.9rem 0 0; padding-left: 0.2rem; }
.causes li { margin-top: 0.4rem; overflow-wrap: anywhere; }
.members { margin-top: 0.6rem; }
.members th, .members td { overflow-wrap: anywhere; }
.members th { width: 40%; }
.notice { background: var(--bad-ground); color: var(--bad); border-radius: 8px; padding: 0.75rem 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
.facts { margin-top: 1rem; }
article { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; margin-bottom: 1rem; }
article > p { margin-top: 0.5rem; overflow-wrap: anywhere; }
.links { font-size: 0.87rem; }
.fix { margin-top: 0.75rem; }
details { margin-top: 0.6rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
.further { border-top: 1px solid var(--line); padding-top: 0.6rem; }
.further > .vector:nth-of-type(1) { border-top: 0; }
.vector { border-top: 1px solid var(--line); padding-top: 0.6rem; }
.vector > summary { font-family: var(--mono); font-size: 0.86rem; }
.vector > :not(summary) { margin-left: 1rem; }
.outcome { margin-top: 0.5rem; }
pre { margin: 0.5rem 0 0; padding: 0.65rem 0.8rem; background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
.timing-picture { display: block; max-width: 100%; height: auto; margin-top: 0.75rem; border: 1px solid var(--line); border-radius: 8px; }
.folded { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 0.6rem 1.1rem; margin-bottom: 0.6rem; }
.folded li { margin-top: 0.4rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; font-size: 0.9rem; width: 100%; }
th, td { text-align: left; font-weight: 400; padding: 0.35rem 1rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th { font-family: var(--mono); }
td .verdict { margin-right: 0.3rem; }
@media print {
  body { background: none; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  article, .folded { break-inside: auto; border-radius: 0; }
  h2, h3, summary { break-after: avoid; }
  .timing-picture, pre { break-inside: avoid; }
  .verdict { border: 1px solid currentColor; }
  .links a[href]::after { content: " (" attr(href) ")"; }
  /* Paper cannot be unfolded; vectors that broke like another are in the results. */
  details:not(.further, .skipped, .skipped *)::details-content { display: block; content-visibility: visible; block-size: auto; }
}
`
