/** The pages with a card: sign-in, consent, device, error, signed out. */
export const cardStyle = `
body:has(> .card) { min-height: 100vh; min-height: 100svh; display: flex; flex-direction: column; align-items: center; padding: 1rem; }
.card {
  width: 100%; max-width: 26.5rem; margin: auto 0; padding: 2rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: 14px; box-shadow: 0 1px 2px rgb(0 0 0 / 5%), 0 12px 32px -12px rgb(0 0 0 / 14%);
}
.card > * + * { margin-top: 0.75rem; }
.masthead { display: flex; justify-content: space-between; align-items: center; font-size: 0.9rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); }
.masthead + * { margin-top: 1.35rem; }
.card h1 + .lead { margin-top: 0.3rem; }
.card .lead { color: var(--quiet); font-size: 1.05rem; overflow-wrap: anywhere; }
.card .lead strong { color: var(--ink); font-weight: 600; }
.card > form, .card > details { margin-top: 1.25rem; }
.card form > * + * { margin-top: 0.9rem; }
.card form > input + .problem, .card form > textarea + .hint, .card form > textarea + .problem, .card form > .problem + .hint { margin-top: 0.35rem; }
.card form > label + input, .card form > label + textarea, .card form > .label + ul { margin-top: 0.3rem; }
.card form > input[type="hidden"] + * { margin-top: 0; }
.card form > .primary, .card form > .plain { width: 100%; }
.card code { background: var(--sunk); border: 1px solid var(--line); border-radius: 5px; padding: 0.05rem 0.35rem; overflow-wrap: anywhere; }
.chips { line-height: 1.9; font-size: 0.92rem; }
.users { display: grid; gap: 0.5rem; max-height: 21rem; overflow-y: auto; padding: 4px; margin: -4px; }
.user { width: 100%; justify-content: flex-start; gap: 0.8rem; padding: 0.55rem 0.7rem; text-align: left; white-space: normal; border-color: var(--line); }
.user:hover, .user:focus-visible { background: var(--glow); color: var(--ink); }
.avatar {
  flex: none; width: 2.25rem; height: 2.25rem; border-radius: 50%; display: grid; place-items: center;
  background: var(--glow); color: var(--accent-strong); font-weight: 700;
}
.user:hover .avatar, .user:focus-visible .avatar { background: var(--accent); color: var(--on-accent); }
.who { min-width: 0; display: grid; gap: 0.1rem; overflow-wrap: anywhere; }
.who .quiet { font-weight: 400; font-size: 0.85rem; }
.other { border-top: 1px solid var(--line); padding-top: 1rem; }
.other summary { cursor: pointer; font-weight: 600; color: var(--accent); width: max-content; }
.other[open] summary { margin-bottom: 0.9rem; }
.plain { background: none; border-color: transparent; color: var(--quiet); }
.row { display: flex; flex-wrap: wrap; gap: 0.6rem; }
.row > * { flex: 1 1 8rem; }
fieldset legend { margin-bottom: 0.35rem; }
.scope { display: flex; gap: 0.7rem; align-items: baseline; padding: 0.55rem 0; border-top: 1px solid var(--line); }
.scope:last-child { border-bottom: 1px solid var(--line); }
.scope input { translate: 0 0.2rem; }
.scope label { font-weight: 400; min-width: 0; }
.scope .quiet { display: block; margin-top: 0.15rem; font-size: 0.88rem; }
.plain-list { display: grid; gap: 0.3rem; }
.card > .label + ul { margin-top: 0.3rem; }
.mark { width: 2.6rem; height: 2.6rem; border-radius: 50%; display: grid; place-items: center; font-weight: 700; font-size: 1.15rem; }
.mark.good { background: var(--good-ground); color: var(--good); }
.mark.bad { background: var(--bad-ground); color: var(--bad); }
.user-code { font-size: 1.45rem; letter-spacing: 0.14em; text-align: center; text-transform: uppercase; padding: 0.6rem; }
p.user-code { background: var(--sunk); border: 1px dashed var(--edge); border-radius: 10px; font-weight: 700; overflow-wrap: anywhere; }
body > footer { max-width: 26.5rem; padding-top: 1rem; text-align: center; color: var(--quiet); font-size: 0.82rem; }
.issuer { font-family: var(--mono); overflow-wrap: anywhere; margin-bottom: 0.25rem; }
@media (max-width: 30rem) { .card { padding: 1.4rem 1.15rem; } }
`
