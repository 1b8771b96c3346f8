import { recipientHeaders } from '../mail/mailing-headers.ts'
import { encodeForSlot, type PartName } from '../mail/mime.ts'
import type { PlaceholderName } from '../mail/placeholders.ts'
import { wrapText } from '../text/wrap-text.ts'
import { issueId } from './issue.ts'
import type { PersonalParts } from './personal-parts.ts'
import type { Variant } from './render-variant.ts'

/** Assembles the mail of one recipient: the encoded bytes of the variant with the personal parts inserted. */
export function assembleMail(variant: Variant, personal: PersonalParts): Uint8Array {
  const headers = Buffer.from(recipientHeaders(variant.site, issueId(variant.issue), personal), 'latin1')
  const values: EncodedParts = {
    text: encodeParts('text', { ...personal, reason: wrapText(personal.reason) }),
    html: encodeParts('html', personal),
  }
  const body = variant.pieces.map((piece) => (piece instanceof Uint8Array ? piece : values[piece.part][piece.value]))
  return Buffer.concat([headers, ...body])
}

type EncodedParts = Readonly<Record<PartName, Readonly<Record<PlaceholderName, Uint8Array>>>>

function encodeParts(part: PartName, personal: PersonalParts): Record<PlaceholderName, Uint8Array> {
  const encode = (name: PlaceholderName) => Buffer.from(encodeForSlot(part, personal[name]), 'latin1')
  return {
    reason: encode('reason'),
    preferencesUrl: encode('preferencesUrl'),
    unsubscribeUrl: encode('unsubscribeUrl'),
  }
}
