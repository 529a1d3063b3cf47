/**
 * The style of a picture, in the picture itself, so that it can stand alone; every rule begins with its class, because a
 * picture inside a page shares its style with the page. The colours can be distinguished with every form of colour blindness.
 */
export const pictureStyle = `
.timing-picture { --ground: #ffffff; --ink: #14201d; --quiet: #566460; --line: #c3ccc9; --left: #1f6fb2; --right: #c65a00; --bars: #7d8a86; --band: #0b6b5b; }
.timing-picture text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-size: 12px; fill: var(--ink); }
.timing-picture .words { font-size: 14px; font-weight: 600; }
.timing-picture .quiet { fill: var(--quiet); }
.timing-picture .tick { font-size: 11px; fill: var(--quiet); font-variant-numeric: tabular-nums; }
.timing-picture .middle { text-anchor: middle; }
.timing-picture .end { text-anchor: end; }
.timing-picture .ground { fill: var(--ground); }
.timing-picture .axis { stroke: var(--quiet); stroke-width: 1; }
.timing-picture .grid { stroke: var(--line); stroke-width: 1; stroke-dasharray: 2 3; }
.timing-picture .left, .timing-picture .right { fill-opacity: 0.18; stroke-width: 1.75; stroke-linejoin: round; }
.timing-picture .left { fill: var(--left); stroke: var(--left); }
.timing-picture .right { fill: var(--right); stroke: var(--right); stroke-dasharray: 5 2; }
.timing-picture .bars { fill: var(--bars); }
.timing-picture .band { fill: var(--band); fill-opacity: 0.2; stroke: var(--band); stroke-width: 1; }
.timing-picture .zero { stroke: var(--ink); stroke-width: 2; }
.timing-picture .estimate { stroke: var(--band); stroke-width: 2; }
@media screen and (prefers-color-scheme: dark) {
  .timing-picture { --ground: #151c1a; --ink: #e4ece9; --quiet: #98a8a2; --line: #3a4743; --left: #6cb4f0; --right: #ffa458; --bars: #76847f; --band: #5fd0b8; }
}
`
