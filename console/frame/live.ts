import { setTimeout as sleep } from 'node:timers/promises'
import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { streamSSE } from 'hono/streaming'

type Html = ReturnType<typeof html>

/** Milliseconds between two readings of a page with live parts. */
const shortestPause = 2000
/** How many times longer than a reading the pause is. */
const rest = 8

/**
 * Marks a part of a page that changes while the page is shown. The browser gets its new HTML whenever it has changed.
 * @param name unique on the page: lower-case letters and hyphens
 */
export async function live(name: string, content: Html | ''): Promise<Html> {
  const text = String(await content)
  return html`<div data-live="${name}">${raw(startOf(name) + text + end)}</div>`
}

const startOf = (name: string) => `<!--live:${name}-->`
const end = '<!--/live-->'

export function hasLiveParts(page: string): boolean {
  return page.includes('<!--live:')
}

/** Finds the live parts of a page. Inserted values cannot contain the marks, because `<` is escaped. */
export function findLiveParts(page: string): ReadonlyMap<string, string> {
  const parts = page.matchAll(/<!--live:([a-z-]+)-->([\s\S]*?)<!--\/live-->/g)
  return new Map(Array.from(parts, ([, name = '', content = '']) => [name, content]))
}

/** Renders a page of the console. */
type Render = (path: string) => Response | Promise<Response>

/** Streams the live parts of a page, each when it has changed. It reads the page again while a browser shows it. */
export function liveRoutes(render: Render, pause = shortestPause): Hono {
  return new Hono().get('/', (c) => {
    const path = c.req.query('page') ?? '/'
    if (!/^\/(?!\/|live\b)/.test(path)) return c.text('There is no such page.\n', 404)
    return streamSSE(c, async (stream) => {
      const former = new Map<string, string>()
      while (!stream.aborted) {
        const startedAt = performance.now()
        const response = await render(path)
        // The next attempt of the browser may find the page again.
        if (!response.ok) return
        for (const [name, content] of findLiveParts(await response.text())) {
          if (former.get(name) === content) continue
          former.set(name, content)
          await stream.writeSSE({ event: name, data: content })
        }
        await sleep(Math.max(pause, rest * (performance.now() - startedAt)))
      }
    })
  })
}
