import { html } from 'hono/html'
import { endpointPaths } from '../endpoints.ts'
import { faultKindNames } from '../faults/fault.ts'
import { faultKinds } from '../faults/fault-kinds.ts'
import { dashboardViews } from './dashboard-views.ts'
import { htmlDocument } from './document.ts'
import { mark } from './icon.ts'
import type { PageData } from './scripts/view.ts'

export interface DashboardModel {
  readonly issuer: string
  /** Empty for the root issuer. */
  readonly tenant: string
  /** Scheme, host and port of the endpoints. */
  readonly origin: string
  /** The path of the issuer, without a trailing slash. */
  readonly base: string
}

/** The dashboard. Its script fills it with data from the control API. */
export const dashboardPage = ({ issuer, tenant, origin, base }: DashboardModel): string => {
  const data: PageData = {
    issuer,
    tenant,
    base,
    endpoints: Object.entries(endpointPaths).map(([name, path]) => ({
      name,
      // Its well-known path is before the path of the issuer (RFC 8414 §3.1).
      url: origin + (name === 'oauth-authorization-server' ? path + base : base + path),
    })),
    faultKinds: faultKindNames.map((name) => ({ name, about: faultKinds[name].about })),
  }
  const names = Object.keys(dashboardViews)
  return htmlDocument({
    base,
    title: `${tenant || 'Dashboard'} · Mock IdP`,
    styles: ['page.css', 'dashboard.css'],
    scripts: ['dashboard.js'],
    body: html`<a class="skip" href="#views">Skip to content</a>
<header class="top" data-page="${JSON.stringify(data)}">
<span class="brand">${mark} Mock IdP</span>
<span class="at"><code class="break">${issuer}</code><span id="issuer-copy"></span></span>
<span class="tag end">Test only</span>
</header>
<div class="columns">
<nav id="menu" aria-label="Views"><ul>${names.map((name) => html`<li><a href="#${name}" data-view="${name}">${titleOf(name)}</a></li>`)}</ul></nav>
<main id="views" tabindex="-1">
${Object.entries(dashboardViews).map(
  ([
    name,
    view,
  ]) => html`<section data-view="${name}" aria-labelledby="title-${name}"${name !== 'overview' && html` hidden`}>
<h1 id="title-${name}">${titleOf(name)}</h1>
${view}
</section>
`,
)}</main>
<div id="locked" class="gate" hidden>
<h1>This control API needs a key</h1>
<p>Enter the key that the mock IdP was started with. It is only stored in this tab.</p>
<form id="key-form">
<label for="control-key">Control key</label>
<input id="control-key" type="password" required autocomplete="off">
<button class="primary">Open</button>
</form>
</div>
<div id="off" class="gate" hidden>
<h1>The control API is off</h1>
<p>It is on if the mock IdP listens on a loopback address such as <code>127.0.0.1</code>, or has a control key
(<code>controlKey</code> in the options, <code>--control-key-env</code> on the command line).</p>
<p class="quiet">Sign-in, tokens and all endpoints work without it.</p>
</div>
</div>
<div id="status" class="toast" role="status" aria-live="polite"></div>
<noscript><p class="gate">The dashboard needs JavaScript. The control API offers the same as JSON under <code>${base}/_control/</code>.</p></noscript>`,
  })
}

const titleOf = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)
