import { expect, test } from 'vitest'
import { eventJsonSchemas, eventSchemaFile } from '../../../build/json-schemas.ts'
import { announceChange } from '../../../core/events/announce-change.ts'
import { eventTypes } from '../../../core/events/event-types.ts'
import { checkEvent, readEventSchema } from '../../support/event-validator.ts'
import { changedRecord } from '../articles/sample-record.ts'
import { site } from '../reading/sample.ts'
import { change } from './sample-change.ts'

test.each(eventTypes)('the published schema of %s is up to date: `npm run schema` writes it', (type) => {
  expect(readEventSchema(type)).toBe(eventJsonSchemas().get(eventSchemaFile(type)))
})

const published = announceChange(change('article#1', undefined, { record: changedRecord() }, 'article'), site)

test('an independent validator accepts an event, and refuses one with a missing, wrong or additional property', () => {
  const detail = { ...published?.detail }
  expect(checkEvent('Article Published', detail)).toEqual([])
  expect(checkEvent('Article Published', { ...detail, first: undefined })).toHaveLength(1)
  expect(checkEvent('Article Published', { ...detail, at: 'yesterday' })).not.toEqual([])
  expect(checkEvent('Article Published', { ...detail, address: 'ada@example.org' })).toHaveLength(1)
  expect(checkEvent('Article Deleted', detail)).toEqual(['There is no schema of Article Deleted'])
})
