import { message } from '#templates/pages'
import type { Site } from '../site.ts'
import { chooseDirection } from '../text/language.ts'
import { frame, renderPage } from './page-frame.ts'

/** A page in response to a visitor: paragraphs, and forms for further input. */
export type MessagePage = {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly forms?: readonly MessageForm[]
  /** BCP 47. Default: the publication's. */
  readonly language?: string
}

/** A form that the browser sends by POST. */
export type MessageForm = {
  /** A path on this site: `/unsubscribe?t=…`. */
  readonly action: string
  readonly button: string
  /** Shown less prominently than other forms, because few people need it. */
  readonly isQuiet?: boolean
  readonly fields: readonly FormField[]
}

export type FormField =
  | { readonly kind: 'hidden'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'text' | 'email' | 'date'
      readonly name: string
      readonly label: string
      readonly value: string
      readonly hint?: string
      /** Characters. */
      readonly maximum?: number
    }
  | {
      readonly kind: 'select' | 'checkboxes' | 'radios'
      readonly name: string
      readonly label: string
      readonly hint?: string
      readonly options: readonly { readonly value: string; readonly label: string; readonly chosen: boolean }[]
    }

export function renderMessagePage(site: Site, page: MessagePage): string {
  const language = page.language ?? site.publication.language
  return renderPage(message, {
    ...frame(site, { folder: undefined, reader: language }),
    title: page.title,
    paragraphs: page.paragraphs,
    language,
    direction: chooseDirection(undefined, language),
    forms: (page.forms ?? []).map((form, index) => formView(form, `form-${index + 1}`)),
  })
}

function formView({ action, button, fields, isQuiet = false }: MessageForm, id: string) {
  return { action, button, isQuiet, fields: fields.map((field) => fieldView(field, `${id}-${field.name}`)) }
}

/** Prepares a field for the template. `template` is the name of the partial that renders it. */
function fieldView(field: FormField, id: string) {
  if (field.kind === 'hidden') return { ...field, template: 'hiddenField' }
  const labelled = { ...field, id, hint: field.hint }
  if (field.kind === 'select') return { ...labelled, template: 'selectField' }
  if (field.kind === 'checkboxes') return { ...labelled, template: 'choicesField', type: 'checkbox' }
  if (field.kind === 'radios') return { ...labelled, template: 'choicesField', type: 'radio' }
  const maximum = 'maximum' in field ? field.maximum : undefined
  return { ...labelled, template: 'inputField', isEmail: field.kind === 'email', maximum }
}
