import chardet from 'chardet'
import { error, type Problem, warning } from '../problem.ts'
import { cleanText, normalizeText } from './clean-text.ts'

/** Text with the same lines as the upload, or the reason why the bytes are not text. */
export type DecodedText =
  | { readonly text: string; readonly problems: readonly Problem[] }
  | { readonly rejection: Problem }

type Decoding = { readonly text: string; readonly problems: readonly Problem[] }

const saveAsUtf8 = 'Save the file as UTF-8 and upload it again.'
/** The first bytes of common binary formats and of RTF. */
const binarySignatures = [
  '%PDF-',
  '\x89PNG',
  'PK\x03\x04',
  'GIF8',
  '\xFF\xD8\xFF',
  '\x1F\x8B',
  '\xD0\xCF\x11\xE0',
  '{\\rtf',
]

/**
 * Decodes bytes by their byte order mark, as UTF-8, by the declared charset or else by detection, in this order. A guess
 * is always reported.
 */
export function decodeText(bytes: Uint8Array, declaredCharset: string | undefined): DecodedText {
  if (hasBinarySignature(bytes)) return { rejection: notText() }
  const decoding =
    decodeUtf16(bytes) ??
    decodeStrictly(bytes, 'utf-8') ??
    decodeDamagedUtf8(bytes) ??
    decodeDeclared(bytes, declaredCharset) ??
    decodeDetected(bytes)
  const lines = normalizeText(decoding.text)
  const text = cleanText(lines)
  const removed = lines.length - text.length
  if (lines.includes('\0') || removed > 10 + lines.length / 20) return { rejection: notText() }
  return { text, problems: removed === 0 ? decoding.problems : [...decoding.problems, controlCharacters(lines)] }
}

function hasBinarySignature(bytes: Uint8Array): boolean {
  const opening = String.fromCharCode(...bytes.subarray(0, 8))
  return binarySignatures.some((signature) => opening.startsWith(signature))
}

/** Recognizes UTF-16 by its byte order mark, or by zeros in every other byte, which no other text has. */
function decodeUtf16(bytes: Uint8Array): Decoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decodeAs('utf-16le', bytes), problems: [] }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decodeAs('utf-16be', bytes), problems: [] }
  const sample = bytes.subarray(0, 1000)
  const zeros = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  if (Math.min(even, odd) > 0 || Math.max(even, odd) < sample.length / 4) return undefined
  const charset = even > 0 ? 'utf-16be' : 'utf-16le'
  return { text: decodeAs(charset, bytes), problems: [guessedEncoding(charset)] }
}

function decodeStrictly(bytes: Uint8Array, charset: string): Decoding | undefined {
  try {
    return { text: decodeAs(charset, bytes, { fatal: true }), problems: [] }
  } catch {
    return undefined // the bytes are not in this charset, or there is no such charset
  }
}

/** Decodes UTF-8 with a few broken sequences. In another charset, all the valid sequences would become mojibake. */
function decodeDamagedUtf8(bytes: Uint8Array): Decoding | undefined {
  const text = decodeAs('utf-8', bytes)
  const broken = text.split('\uFFFD').length - 1
  const valid = (text.match(/\P{ASCII}/gu)?.length ?? 0) - broken
  if (valid <= broken) return undefined
  const problem = warning('damaged-encoding', `${broken} broken UTF-8 character(s) are shown as "\uFFFD".`, {
    line: text.slice(0, text.indexOf('\uFFFD')).split('\n').length,
    fix: 'Correct them in the file and upload it again.',
  })
  return { text, problems: [problem] }
}

function decodeDeclared(bytes: Uint8Array, charset: string | undefined): Decoding | undefined {
  return charset === undefined || /^utf-?8$/i.test(charset) ? undefined : decodeStrictly(bytes, charset)
}

/** Detects the charset. Detection distinguishes scripts well but Western charsets badly, so they are all read as windows-1252. */
function decodeDetected(bytes: Uint8Array): Decoding {
  const [best] = chardet.analyse(bytes.subarray(0, 20_000))
  const western = best === undefined || best.confidence < 50 || /^(ASCII|ISO-8859-[129]|UTF)/.test(best.name)
  const charset = western ? 'windows-1252' : best.name
  const decoding = decodeStrictly(bytes, charset) ?? { text: decodeAs('windows-1252', bytes), problems: [] }
  return { ...decoding, problems: [guessedEncoding(charset)] }
}

/** The characters of bytes 0x80 to 0x9F in windows-1252 (WHATWG Encoding, index-windows-1252). */
const highControls = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ'

/**
 * Decodes as TextDecoder does. Node 24.0 to 24.6 decode windows-1252 wrongly, so that charset has a table here.
 * @throws {RangeError} if the charset is unknown
 * @throws {TypeError} if `fatal` is true and the bytes are invalid in the charset
 */
function decodeAs(charset: string, bytes: Uint8Array, options: { readonly fatal?: boolean } = {}): string {
  const decoder = new TextDecoder(charset, options)
  if (decoder.encoding !== 'windows-1252') return decoder.decode(bytes)
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin1.replace(/[\x80-\x9F]/g, (character) => highControls[character.charCodeAt(0) - 0x80] ?? character)
}

function guessedEncoding(charset: string): Problem {
  return warning('guessed-encoding', `The file is not UTF-8 and was read as ${charset}.`, {
    fix: `Check the accents and quotation marks. If they are wrong: ${saveAsUtf8}`,
  })
}

function controlCharacters(lines: string): Problem {
  const line = lines.split('\n').findIndex((text) => cleanText(text) !== text) + 1
  return warning('control-characters', 'Invisible control characters were removed.', {
    line,
    fix: 'Delete them in the file.',
  })
}

function notText(): Problem {
  return error('not-text', 'The file is not text; it looks like a binary file.', {
    fix: `Export the article as plain text, Markdown or HTML. ${saveAsUtf8}`,
  })
}
