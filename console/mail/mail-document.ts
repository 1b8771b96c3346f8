import type { Attachment, Email } from 'postal-mime'

/**
 * The permissions of a mail in its sandboxed frame. Links open in new tabs outside the sandbox, because the page that
 * confirms a subscription has a form.
 */
export const sandbox = 'allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation'

/** Returns the Content-Security-Policy of a mail's document. @param siteOrigin origin of the publication's images */
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
 * Renders a mail's HTML as a document whose links open in a new tab and which shows the images inside the mail. Browsers use
 * the first doctype and the first base of a document, so ours take effect before those of the mail.
 */
export function renderMailDocument({ html = '', attachments }: Email): string {
  return `<!DOCTYPE html>\n<meta charset="utf-8">\n<base target="_blank">\n${embedImages(html, attachments)}`
}

/** Returns the HTML of a mail as a device with this color scheme shows it, whatever the scheme of the browser. */
export function inScheme(html: string, scheme: 'dark' | 'light'): string {
  return html.replaceAll(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_query, each: string) =>
    each.toLowerCase() === scheme ? '(min-width: 0px)' : '(max-width: 0px)',
  )
}

/** Replaces `cid:` addresses, which refer to a part of the same mail (RFC 2392), with data URLs. */
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
