import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Hono } from 'hono'

const folder = path.dirname(import.meta.dirname)
/** Where build/ writes the scripts. */
const scripts = path.join(path.dirname(folder), 'dist', 'console')

/** Serves the style sheet and the scripts of the console. */
export function assetRoutes(): Hono {
  return new Hono()
    .get('/style.css', async (c) => c.body(await readStyles(), 200, { 'Content-Type': 'text/css' }))
    .get('/scripts/:name{[a-z-]+\\.(?:js|css)}', async (c) => {
      const name = c.req.param('name')
      const script = await readFile(path.join(scripts, name), 'utf8').catch(() => undefined)
      if (script === undefined) return c.text('There is no such script.\n', 404)
      return c.body(script, 200, { 'Content-Type': name.endsWith('.css') ? 'text/css' : 'text/javascript' })
    })
}

/** Returns the frame's style sheet and those of the pages: `console/<page>/style.css`. */
async function readStyles(): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name !== 'frame').sort()
  const sheets = await Promise.all(
    ['frame', ...names].map((name) => readFile(path.join(folder, name, 'style.css'), 'utf8').catch(() => '')),
  )
  return sheets.join('\n')
}
