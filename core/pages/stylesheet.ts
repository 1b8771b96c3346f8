import { createHash } from 'node:crypto'
import { styleCss } from '#templates/pages'

const hash = createHash('sha256').update(styleCss).digest('hex').slice(0, 12)

/** The one style sheet, named by its content. */
export const stylesheet = { path: `style.${hash}.css`, href: `/style.${hash}.css`, body: styleCss }
