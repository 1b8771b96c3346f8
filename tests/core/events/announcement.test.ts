import { expect, test } from 'vitest'
import { commonDetail } from '../../../core/events/announcement.ts'
import { schemaVersion } from '../../../core/events/event-schemas.ts'
import { site } from '../reading/sample.ts'
import { change } from './sample-change.ts'

test('every event has the id and time of its change, and names the publication and the version of its schema', () => {
  expect(commonDetail(change('issue#daily', undefined, {}), site)).toEqual({
    ...{ version: schemaVersion, id: 'c4ca4238a0b923820dcc509a6f75849b', at: '2026-03-01T08:00:05Z' },
    publication: { title: site.publication.title, tag: site.publication.tag, url: site.url },
  })
})
