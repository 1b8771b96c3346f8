import { Hono } from 'hono'
import { readFeeds } from '../../operations/read-feeds.ts'
import type { Stack } from '../../operations/stack.ts'
import { sendPage } from '../frame/page.ts'
import { feedList } from './feed-list.ts'

/** The page that shows each feed with its validity, size and audience. */
export function feedRoutes(stack: Stack): Hono {
  return new Hono().get('/', async (c) =>
    sendPage(c, { title: 'Feeds', here: 'feeds' }, feedList(await readFeeds(stack, new Date()))),
  )
}
