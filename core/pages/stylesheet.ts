import { styleCss } from '#templates/pages'
import { nameByContent } from './content-name.ts'

/** The style sheet of all pages, whose name contains a hash of its content. */
export const stylesheet = nameByContent('style', 'css', styleCss)
