import type { Attachment, Email } from 'postal-mime'

/**
 * What a mail may do in the browser. Its links open in tabs of their own, which are free of the sandbox: a page to
 * confirm a subscription has a form.
 */
export const sandbox = 'allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation'

/** For a mail's own document. `siteOrigin`: where the images of the publication come from. */
export function mailPolicy(siteOrigin: string): string {
  return [
    `sandbox ${sandbox}`,
    "default-src 'none'",
    `img-src data: https: ${siteOrigin}`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ')
}

/**
 * A mail's HTML as a document: links open in a new tab, images that came along show. The first doctype and the first base
 * of a document count, so they can stand in front of whatever the mail begins with.
 */
export function frameMail({ html = '', attachments }: Email): string {
  return `<!DOCTYPE html>\n<meta charset="utf-8">\n<base target="_blank">\n${embedImages(html, attachments)}`
}

/** RFC 2392: `cid:` names a part of the same mail. */
function embedImages(html: string, attachments: readonly Attachment[]): string {
  const images = attachments.filter(({ contentId, mimeType }) => contentId && mimeType.startsWith('image/'))
  const byId = new Map(images.map((image) => [image.contentId?.replace(/^<|>$/g, ''), image]))
  return html.replace(/(?<=["'(=]\s*)cid:([^\s"'()<>]+)/gi, (reference: string, id: string) => {
    const image = byId.get(unescaped(id))
    return image ? `data:${image.mimeType};base64,${bytesOf(image).toString('base64')}` : reference
  })
}

export function bytesOf({ content }: Attachment): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content))
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}
