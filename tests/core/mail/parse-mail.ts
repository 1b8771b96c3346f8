import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'

export type ParsedMail = {
  readonly subject: string | undefined
  readonly from: { readonly name: string; readonly address: string | undefined }
  readonly replyTo: readonly (string | undefined)[]
  readonly to: readonly (string | undefined)[]
  readonly html: string | undefined
  readonly text: string | undefined
  /** Header names in lower case, in order. */
  readonly headers: readonly string[]
}

/** Reads a mail with two independent parsers. Line breaks at the end of a part are removed. */
export async function parseMail(mail: Uint8Array): Promise<{ mailparser: ParsedMail; postalMime: ParsedMail }> {
  const one = await simpleParser(Buffer.from(mail))
  const other = await PostalMime.parse(mail)
  const to = one.to === undefined ? [] : [one.to].flat()
  return {
    mailparser: {
      subject: one.subject,
      from: { name: one.from?.value[0]?.name ?? '', address: one.from?.value[0]?.address },
      replyTo: one.replyTo?.value.map(({ address }) => address) ?? [],
      to: to.flatMap((each) => each.value.map(({ address }) => address)),
      html: one.html ? one.html.trimEnd() : undefined,
      text: one.text?.trimEnd(),
      headers: one.headerLines.map(({ key }) => key),
    },
    postalMime: {
      subject: other.subject,
      from: { name: other.from?.name ?? '', address: other.from?.address },
      replyTo: other.replyTo?.map(({ address }) => address) ?? [],
      to: other.to?.map(({ address }) => address) ?? [],
      html: other.html?.trimEnd(),
      text: other.text?.trimEnd(),
      headers: other.headers.map(({ key }) => key),
    },
  }
}
