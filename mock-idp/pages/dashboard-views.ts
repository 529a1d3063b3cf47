import { html } from 'hono/html'
import type { Html } from './document.ts'

/** The views of the dashboard, in the order of its menu, before the script fills them. */
export const dashboardViews: Readonly<Record<string, Html>> = {
  overview: html`<p class="intro">An OpenID issuer for tests: real signatures, no security.</p>
<h2>Endpoints</h2>
<div id="endpoints" class="panel"></div>
<h2>Issuers</h2>
<div id="tenants" class="panel"></div>
<h2>Reset</h2>
<div class="panel padded"><p>Restores the initial keys, users, clients, settings and clock. Deletes sessions, codes, faults and the journal.</p>
<div id="reset" class="actions"></div></div>`,

  keys: html`<p class="intro">The keys of the JWK Set. A withdrawn key still signs if a recipe names it.</p>
<div class="toolbar"><div id="keys-rotate" class="actions"></div>
<span class="check"><input type="checkbox" id="keys-mode"><label for="keys-mode">Withdraw the old key at once</label></span></div>
<div id="keys-list" class="panel"></div>`,

  clients: html`<p class="intro">The clients that can request tokens.</p>
<div id="clients-list" class="panel"></div>
<h2 id="clients-heading">Add or replace</h2>
<div class="panel padded">
<textarea id="clients-text" rows="7" spellcheck="false" aria-labelledby="clients-heading" aria-describedby="clients-hint clients-problem"></textarea>
<p class="problem" id="clients-problem" role="alert"></p>
<p class="hint" id="clients-hint">Secrets are not shown. Saving a client without <code>clientSecret</code> removes its secret.</p>
<div id="clients-actions" class="actions"></div></div>`,

  users: html`<p class="intro">The users who can sign in.</p>
<div id="users-list" class="panel"></div>
<h2 id="users-heading">Add or replace</h2>
<div class="panel padded">
<textarea id="users-text" rows="9" spellcheck="false" aria-labelledby="users-heading" aria-describedby="users-problem"></textarea>
<p class="problem" id="users-problem" role="alert"></p>
<div id="users-actions" class="actions"></div></div>`,

  journal: html`<p class="intro">Every request, with its outcome and the reason.</p>
<div class="toolbar"><label class="inline" for="journal-filter">Endpoint</label>
<select id="journal-filter"><option value="">all</option></select>
<div id="journal-actions" class="actions"></div>
<span id="journal-state" class="quiet end" role="status" aria-live="polite"></span></div>
<div id="journal-list" class="panel"></div>`,

  faults: html`<p class="intro">Misbehaviour on purpose.</p>
<div id="faults-list" class="panel"></div>
<div id="faults-clear" class="actions"></div>
<h2>Set a fault</h2>
<div class="panel padded">
<div class="fields"><div><label for="fault-kind">Kind</label><select id="fault-kind" aria-describedby="fault-about"></select></div>
<div><label for="fault-endpoint">Endpoint</label><select id="fault-endpoint"></select></div>
<div><label for="fault-times">How many requests</label><input id="fault-times" inputmode="numeric" placeholder="until cleared"></div></div>
<p class="hint" id="fault-about" aria-live="polite"></p>
<div id="fault-fields" class="fields"></div>
<div id="fault-actions" class="actions"></div></div>`,

  clock: html`<p class="intro">The clock for tokens, codes and sessions.</p>
<div class="panel padded clock">
<p id="clock-now" class="big"></p>
<p><span id="clock-state"></span> <span id="clock-offset" class="quiet"></span> <span class="quiet">·</span> <code id="clock-epoch"></code></p>
<div class="toolbar"><div id="clock-steps" class="actions" role="group" aria-label="Move the clock"></div><div id="clock-actions" class="actions"></div></div>
<form id="clock-form"><label for="clock-own">Move by, or set to</label>
<div class="actions"><input id="clock-own" autocomplete="off" aria-describedby="clock-hint" placeholder="+2d"><button class="primary">Go</button></div>
<p class="hint" id="clock-hint">Such as <code>+90s</code>, <code>-2d</code>, <code>2030-01-01T00:00:00Z</code> or seconds since 1970.</p></form></div>`,

  tokens: html`<p class="intro">Mint valid and invalid tokens. Tokens that you paste are sent to this issuer only.</p>
<div class="split">
<div><h2>Mint</h2>
<div class="panel padded">
<div><label for="example">Start from</label><select id="example"></select></div>
<div id="flaw-row" hidden><label for="flaw">Or a flaw of the test suites</label><select id="flaw"><option value="">choose…</option></select></div>
<label for="recipe">Recipe</label>
<textarea id="recipe" rows="8" spellcheck="false" aria-describedby="recipe-problem"></textarea>
<p class="problem" id="recipe-problem" role="alert"></p>
<div id="mint-actions" class="actions"></div></div></div>
<div><h2>Decode and verify</h2>
<div class="panel padded">
<label for="token">Token</label>
<textarea id="token" rows="5" spellcheck="false" autocomplete="off" placeholder="Paste a JWT, or mint one"></textarea>
<div id="token-actions" class="actions"></div>
<p id="verdict" role="status" aria-live="polite"></p>
<div id="decoded"></div></div></div>
</div>`,
}
