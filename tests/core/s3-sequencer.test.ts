import { expect, test } from 'vitest'
import { compareSequencers } from '../../core/s3-sequencer.ts'

test('sequencers of different lengths compare as if padded with zeros on the right', () => {
  expect(compareSequencers('0A', '0a00')).toBe(0)
  expect(compareSequencers('0A', '0A01')).toBeLessThan(0)
  expect(compareSequencers('1', '0FFF')).toBeGreaterThan(0)
})
