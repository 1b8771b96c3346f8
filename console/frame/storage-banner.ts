import type { MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import { adviseRestore, adviseRoom, type StorageState } from '../../core/diagnosis/judge-storage.ts'
import type { ConsoleSources } from '../console-sources.ts'
import type { Html } from './page.ts'

/** Gives every page a banner that says what keeps a local stack from storing anything. */
export function watchStorage({ readStorage }: Pick<ConsoleSources, 'readStorage'>): MiddlewareHandler {
  return async (c, next) => {
    if (readStorage) c.set('banner', storageBanner(await readStorage()))
    await next()
  }
}

export function storageBanner(state: StorageState): Html {
  const { full, damaged } = state
  const advice = [...new Set(damaged.map(adviseRestore))]
  return html`${
    damaged.length > 0 &&
    html`<div class="banner" role="alert">${damaged.map(({ text }) => html`<p><bdi>${text}</bdi></p>`)}
<p>Everything else can still be read. Nothing is stored, and nothing is mailed.</p>${advice.map((each) => html`<p>${each}</p>`)}</div>
`
  }${
    full !== undefined &&
    html`<div class="banner" role="alert"><p><bdi>${full}</bdi>: nothing can be stored, but everything can be read. ${adviseRoom}</p></div>
`
  }`
}
