import { createHash } from 'node:crypto'
import { subscribeJs } from '#templates/pages'

const hash = createHash('sha256').update(subscribeJs).digest('hex').slice(0, 12)

/** The script of the form to subscribe, named by its content. */
export const subscribeScript = { path: `subscribe.${hash}.js`, href: `/subscribe.${hash}.js`, body: subscribeJs }
