import { checksumAlgorithms, checksumHeader } from '../bodies/checksum.ts'

/** Headers that set what is stored beside a body. */
export const objectHeaders = ['x-amz-meta-*', 'x-amz-tagging', 'x-amz-website-redirect-location']

/** Headers that frame or check a body on its way in. */
export const bodyHeaders = [
  ...checksumAlgorithms.map(checksumHeader),
  'x-amz-decoded-content-length',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-trailer',
]
