import { describe, expect, test } from 'vitest'
import {
  articlesToCheck,
  composeFileReceipt,
  expectedPaths,
  missingFile,
  planCopies,
  refuseFile,
} from '../../../core/articles/article-files.ts'
import { maximumFileBytes } from '../../../core/reading/limits.ts'
import { site } from '../reading/sample.ts'
import { at, changedRecord } from './sample-record.ts'

const map = { key: 'articles/maps/line 1.png', path: 'maps/line 1.png' }
const withMap = changedRecord({ files: [map] })
const copy = 'articles/t/maps/line 1.png'

describe('copies', () => {
  test('a file has a copy below every live article that refers to it', () => {
    const other = changedRecord({ id: 'other', files: [{ ...map, path: 'up/line 1.png' }], article: { slug: 'other' } })
    expect(planCopies(map.key, [withMap, other])).toEqual({ put: ['articles/other/up/line 1.png', copy], remove: [] })
  })

  test('the copy of a withdrawn article, or of one that no longer refers to the file, is removed', () => {
    const withdrawn = changedRecord({ files: [map], articleState: 'withdrawn' })
    const changed = changedRecord({ files: [], formerFiles: [map] })
    for (const record of [withdrawn, changed]) {
      expect(planCopies(map.key, [record])).toEqual({ put: [], remove: [copy] })
    }
  })

  test('the expected paths are the page of a live article and those of its files that exist', () => {
    expect(expectedPaths(withMap, new Set([map.key]))).toEqual(['articles/t/index.html', copy])
    expect(expectedPaths(withMap, new Set())).toEqual(['articles/t/index.html'])
    expect(expectedPaths(changedRecord({ articleState: 'draft' }), new Set())).toEqual([])
  })
})

describe('articles to check after a change of a file', () => {
  const key = withMap.key
  const missing = changedRecord({ files: [map], problems: [missingFile(map)] })

  test('an article whose receipt says that the file is missing is checked when the file exists', () => {
    expect(articlesToCheck(map.key, '"1"', [missing])).toEqual([key])
    expect(articlesToCheck(map.key, undefined, [missing])).toEqual([])
  })

  test('an article that refers to a file is checked when the file was deleted', () => {
    expect(articlesToCheck(map.key, undefined, [withMap])).toEqual([key])
  })

  test('an article with the size of another version of a picture is checked', () => {
    const measured = changedRecord({ files: [{ ...map, etag: '"1"' }] })
    expect(articlesToCheck(map.key, '"1"', [measured])).toEqual([])
    expect(articlesToCheck(map.key, '"2"', [measured])).toEqual([key])
  })

  test('a withdrawn article is not checked', () => {
    expect(articlesToCheck(map.key, undefined, [changedRecord({ files: [map], state: 'withdrawn' })])).toEqual([])
  })
})

describe('receipts of files', () => {
  const receipt = (size: number | undefined, paths = [copy]) => composeFileReceipt(map.key, size, paths, at, site)

  test('the receipt of a published file has its URL', () => {
    expect(receipt(10)).toMatchObject({
      state: 'published',
      urls: { page: 'https://gazette.example/articles/t/maps/line%201.png' },
    })
  })

  test('a file that no article refers to is kept with a warning that shows how to refer to it', () => {
    const [problem] = receipt(10, []).problems
    expect(problem).toMatchObject({ rule: 'unused-file', fix: expect.stringContaining('(line%201.png)') })
  })

  test('an empty or too large file is rejected', () => {
    expect(receipt(0)).toMatchObject({ state: 'rejected', problems: [{ rule: 'empty-file' }] })
    expect(receipt(maximumFileBytes + 1)).toMatchObject({ state: 'rejected', problems: [{ rule: 'too-large' }] })
    expect(refuseFile(maximumFileBytes)).toBeUndefined()
  })

  test('the receipt of a deleted file says that it is withdrawn', () => {
    expect(receipt(undefined)).toEqual({ key: map.key, state: 'withdrawn', problems: [], at })
  })
})
