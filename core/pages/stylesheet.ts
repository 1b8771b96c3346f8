import { styleCss } from '#templates/pages'
import { nameByContent } from './content-name.ts'

/** The one style sheet, named by its content. */
export const stylesheet = nameByContent('style', 'css', styleCss)
