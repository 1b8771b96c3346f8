import { createHash } from 'node:crypto'
import { styleCss } from '#templates/feeds'

const hash = createHash('sha256').update(styleCss).digest('hex').slice(0, 12)

/** Makes a feed that is opened in a browser readable; named by its content. */
export const feedStylesheet = { path: `feed.${hash}.css`, body: styleCss }
