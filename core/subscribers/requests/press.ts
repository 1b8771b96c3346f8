import type { FormField } from '../../pages/message-page.ts'

/** The field that every form of ours sends. Without it, a request was not made with one of our buttons. */
export const pressedField: FormField = { kind: 'hidden', name: 'pressed', value: 'yes' }

/**
 * Whether a POST request comes from one of our forms. Scanners post to links with empty or foreign bodies, and nothing
 * must happen then.
 *
 * @param fields undefined if the body is not a form
 * @param ownFields the names of fields that only the form at this path has
 */
export function isPressed(
  fields: Readonly<Record<string, unknown>> | undefined,
  ownFields: readonly string[],
  headers: Headers,
): boolean {
  if (!fields || headers.get('sec-fetch-site') === 'cross-site') return false
  return [fields.pressed].flat().includes('yes') || ownFields.some((name) => name in fields)
}

/** Whether a mail program unsubscribed its user (RFC 8058 §3.2). Its request can come from any site. */
export function isOneClick(fields: Readonly<Record<string, unknown>> | undefined): boolean {
  return [fields?.['List-Unsubscribe']].flat().includes('One-Click')
}
