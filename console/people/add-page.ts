import { html } from 'hono/html'
import { listLanguages } from '../../core/text/locales.ts'
import type { Stack } from '../../operations/stack.ts'
import type { Html } from '../frame/page.ts'

/** Renders the form that adds a person. */
export function addPage({ site }: Pick<Stack, 'site'>, address = ''): Html {
  const { digests, timeZone, language } = site.publication
  const option = (value: string, chosen = '') => html`<option${value === chosen && html` selected`}>${value}</option>`
  return html`<form class="fields" method="post" action="/people/add">
<p><label for="address">Address</label><input id="address" name="address" type="email" required autocomplete="off" value="${address}"></p>
<p><label for="name">Name <span class="hint">(optional)</span></label><input id="name" name="name" autocomplete="off" maxlength="100"></p>
<p><label for="digest">Digest</label><select id="digest" name="digest">${Object.keys(digests).map((each) => option(each))}</select></p>
<p><label for="topics">Topics <span class="hint">(slugs, separated by commas; none is every topic)</span></label><input id="topics" name="topics" autocomplete="off"></p>
<p><label for="language">Language</label><select id="language" name="language">${listLanguages().map((each) => option(each.language, language))}</select></p>
<p><label for="timeZone">Time zone</label><input id="timeZone" name="timeZone" value="${timeZone}" autocomplete="off"></p>
<fieldset><legend>Consent</legend>
<label><input type="radio" name="consent" value="ask" checked>Ask them by mail to confirm</label>
<label><input type="radio" name="consent" value="held">They have agreed already: no mail</label></fieldset>
<p><label for="source">Where they agreed <span class="hint">(stored as the record of their consent)</span></label><input id="source" name="source" autocomplete="off" placeholder="Trade fair 2026"></p>
<p class="buttons"><button>Add</button> <a class="button" href="/people/">Cancel</a></p>
</form>`
}
