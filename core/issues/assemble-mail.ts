import { encodeForSlot, type PartName } from '../mail/mime.ts'
import type { PlaceholderName } from '../mail/placeholders.ts'
import { wrapText } from '../text/wrap-text.ts'
import { personalHeaders } from './mail-headers.ts'
import type { PersonalParts } from './personal-parts.ts'
import type { Variant } from './render-variant.ts'

/** One recipient's mail, complete: the content set's ready bytes with the few personal ones spliced in. */
export function assembleMail(contentSet: Variant, personal: PersonalParts): Uint8Array {
  const headers = Buffer.from(personalHeaders(contentSet.site, contentSet.issue, personal), 'latin1')
  const values: Filling = {
    text: fill('text', { ...personal, reason: wrapText(personal.reason) }),
    html: fill('html', personal),
  }
  const body = contentSet.pieces.map((piece) => (piece instanceof Uint8Array ? piece : values[piece.part][piece.value]))
  return Buffer.concat([headers, ...body])
}

type Filling = Readonly<Record<PartName, Readonly<Record<PlaceholderName, Uint8Array>>>>

function fill(part: PartName, personal: PersonalParts): Record<PlaceholderName, Uint8Array> {
  const encode = (name: PlaceholderName) => Buffer.from(encodeForSlot(part, personal[name]), 'latin1')
  return {
    reason: encode('reason'),
    preferencesUrl: encode('preferencesUrl'),
    unsubscribeUrl: encode('unsubscribeUrl'),
  }
}
