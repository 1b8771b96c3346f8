import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { maximumFileBytes } from '../../../core/reading/limits.ts'
import { classifyKey } from '../../../core/reading/upload-key.ts'
import { freeKey } from '../../../operations/articles/new-article.ts'
import type { UploadIndex } from '../../../operations/articles/upload-index.ts'
import type { Stack } from '../../../operations/stack.ts'
import { contentTypeOf } from '../../../operations/uploads/content-type.ts'
import { placeFiles } from '../../../operations/uploads/place-files.ts'
import { findPresent } from '../../../operations/uploads/present-articles.ts'
import { awaitedHref } from '../addresses.ts'
import { findTwice, isAllowedKey, readPlacement, sameKey } from './chosen-files.ts'

/** Where the files of a drop go. */
export type DropPlan = {
  readonly files: readonly { readonly path: string; readonly key: string }[]
  readonly leftOut: readonly string[]
}

/** What became of a dropped file. */
export type DropResult =
  | { readonly state: 'uploaded'; readonly key: string; readonly href: string }
  /** There is a different article under its key. */
  | { readonly state: 'different'; readonly there: string; readonly yours: string; readonly since: string }
  | { readonly state: 'refused'; readonly message: string }

const largestForm = maximumFileBytes + 10_000
/** Bytes. A folder may have thousands of files. */
const largestPlan = 5_000_000

/** Serves the script that uploads dropped files, one by one, so that it can show the progress of each. */
export function droppedRoutes(stack: Stack, index: Pick<UploadIndex, 'expire'>): Hono {
  const refused = (message: string): DropResult => ({ state: 'refused', message })
  const tooLarge = refused(`A file may have at most ${maximumFileBytes / 1_000_000} MB.`)
  return new Hono()
    .post('/plan', bodyLimit({ maxSize: largestPlan }), async (c) => {
      const body: unknown = await c.req.json().catch(() => undefined)
      const { paths, ...placement } = (body ?? {}) as Record<string, unknown> // checked below
      if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string'))
        return c.json(refused('No paths.'), 400)
      const keys = placeFiles(paths, readPlacement(placement))
      const files = [...keys].flatMap(([path, key]) => (key !== undefined && isAllowedKey(key) ? [{ path, key }] : []))
      const twice = findTwice(files.map(({ key }) => key))
      if (twice !== undefined) return c.json(refused(sameKey(twice)), 409)
      const chosen = new Set(files.map(({ path }) => path))
      return c.json({ files, leftOut: paths.filter((path) => !chosen.has(path)) } satisfies DropPlan)
    })
    .post('/one', bodyLimit({ maxSize: largestForm, onError: (c) => c.json(tooLarge, 413) }), async (c) => {
      const form: Readonly<Record<string, unknown>> = await c.req.parseBody().catch(() => ({}))
      const { key, file, replace, beside } = form
      if (typeof key !== 'string' || !(file instanceof File)) return c.json(refused('The form was not complete.'), 400)
      if (!isAllowedKey(key)) return c.json(refused(`Postrider does not accept ${key}.`), 400)
      const { uploads } = stack
      const type = file.type || contentTypeOf(key)
      index.expire()
      if (classifyKey(key).kind !== 'article') {
        const bytes = await file.bytes()
        if (beside === 'yes') return c.json(await putBeside({ key, bytes, type }, uploads))
        return c.json(uploaded(key, await uploads.put(key, bytes, type)))
      }
      const { etags, replacements } = await findPresent([{ key, bytes: () => file.bytes() }], stack)
      const [different] = replacements
      if (different && replace !== 'yes') {
        const [there, yours] = different.titles.map((title) => title ?? 'an article without a title')
        return c.json({ state: 'different', there, yours, since: different.since.toISOString() })
      }
      const etag = await uploads.putOver(etags.get(key), key, await file.bytes(), type)
      if (etag === undefined) return c.json(refused('It was changed in the meantime. Try again.'), 409)
      return c.json(uploaded(key, etag))
    })
}

type Given = { readonly key: string; readonly bytes: Uint8Array; readonly type: string }

/** Names that are tried for a picture. */
const mostNames = 100

/** Uploads a picture under the first free name, because another article may show the one that has its name. */
async function putBeside({ key, bytes, type }: Given, uploads: Pick<Stack['uploads'], 'putOver'>): Promise<DropResult> {
  const taken = new Set<string>()
  while (taken.size < mostNames) {
    const free = freeKey(key, (each) => taken.has(each))
    const etag = await uploads.putOver(undefined, free, bytes, type)
    if (etag !== undefined) return uploaded(free, etag)
    taken.add(free)
  }
  return { state: 'refused', message: `There are ${mostNames} files of this name already.` }
}

function uploaded(key: string, etag: string): DropResult {
  return { state: 'uploaded', key, href: awaitedHref(key, etag) }
}
