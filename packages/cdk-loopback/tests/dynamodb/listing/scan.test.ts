import { expect, test } from 'vitest'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'

async function startWithMany() {
  const server = await startWithTable()
  const pks = Array.from({ length: 60 }, (_, at) => `p${at}`)
  for (const pk of pks) await server.put({ pk, sk: '1', even: pk.endsWith('0') })
  return { ...server, pks }
}

type Scan = Awaited<ReturnType<typeof startWithMany>>['scan']

async function scanAll(scan: Scan, more: Parameters<Scan>[0]) {
  const keys: string[] = []
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const page = await scan({ ...more, ExclusiveStartKey })
    keys.push(...(page.Items ?? []).map(({ pk }) => String(pk)))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return keys
}

test('a scan finds every item once, with any page size', async () => {
  const { scan, pks } = await startWithMany()
  for (const Limit of [undefined, 7, 60]) expect((await scanAll(scan, { Limit })).sort()).toEqual(pks.toSorted())
})

test('the segments of a scan together contain every item once', async () => {
  const { scan, pks } = await startWithMany()
  for (const TotalSegments of [1, 3, 16]) {
    const segments = Array.from({ length: TotalSegments }, (_, Segment) => Segment)
    const pages = await Promise.all(segments.map((Segment) => scanAll(scan, { Segment, TotalSegments, Limit: 5 })))
    expect(pages.flat().sort()).toEqual(pks.toSorted())
    if (TotalSegments === 3) for (const segment of pages) expect(segment.length).toBeGreaterThan(5)
  }
})

test('a filter leaves out items, and a count returns only the count', async () => {
  const { scan } = await startWithMany()
  const filtered = { FilterExpression: 'even = :yes', ExpressionAttributeValues: { ':yes': true } }
  expect(await scan(filtered)).toMatchObject({ Count: 6, ScannedCount: 60 })
  expect(await scan({ ...filtered, Select: 'COUNT' })).not.toHaveProperty('Items')
})

test.each([
  [
    { Segment: 0 },
    'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
  ],
  [
    { TotalSegments: 2 },
    'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
  ],
  [
    { Segment: 2, TotalSegments: 2 },
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2',
  ],
])('a scan with %j is refused', async (more, message) => {
  const { scan } = await startWithTable()
  await expect(scan(more)).rejects.toMatchObject(invalid(message))
})

test('a start key of another segment is refused', async () => {
  const { scan } = await startWithMany()
  const segments = await Promise.all([0, 1].map((Segment) => scan({ Segment, TotalSegments: 2, Limit: 1 })))
  const [first] = segments
  await expect(
    scan({ Segment: 1, TotalSegments: 2, ExclusiveStartKey: first?.LastEvaluatedKey }),
  ).rejects.toMatchObject(
    invalid(
      'The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 1',
    ),
  )
})
