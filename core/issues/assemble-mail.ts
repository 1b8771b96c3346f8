import { isolateName } from '../mail/isolate-name.ts'
import { recipientHeaders } from '../mail/mailing-headers.ts'
import { encodeForSlot, type PartName, type Piece } from '../mail/mime.ts'
import type { PlaceholderName } from '../mail/placeholders.ts'
import { fillNames } from '../name-value.ts'
import { wrapText } from '../text/wrap-text.ts'
import { issueId } from './issue.ts'
import type { PersonalParts } from './personal-parts.ts'
import type { Variant } from './render-variant.ts'

/** Assembles the mail of one recipient: the encoded bytes of the variant with the personal parts inserted. */
export function assembleMail(variant: Variant, personal: PersonalParts): Uint8Array {
  const { site, issue, namedSubject } = variant
  const name = personal.name === undefined ? undefined : isolateName(personal.name, variant.isRtl)
  const subject = namedSubject === undefined ? undefined : fillNames(namedSubject, name)
  const headers = Buffer.from(recipientHeaders(site, issueId(issue), { ...personal, subject }), 'latin1')
  const values: EncodedParts = {
    text: encodeParts('text', { ...personal, reason: wrapText(personal.reason) }),
    html: encodeParts('html', personal),
  }
  const bytesOf = (piece: Piece) => {
    if (piece instanceof Uint8Array) return piece
    if (piece.value !== 'name') return values[piece.part][piece.value]
    return name === undefined ? piece.words : Buffer.from(encodeForSlot(piece.part, name), 'latin1')
  }
  return Buffer.concat([headers, ...variant.pieces.map(bytesOf)])
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
