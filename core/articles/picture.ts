import { disableTypes, imageSize } from 'image-size'
import { fileExtension, fileHeaders } from '../reading/file-types.ts'

/** What is known of a picture beside an article. */
export type Picture = {
  /** Media type of its name, as it is served. */
  readonly type: string
  readonly bytes: number
  /** Names its version. */
  readonly etag: string
  /** Pixels, as browsers show it; absent where they cannot be told. */
  readonly width?: number
  readonly height?: number
}

/** By their paths below the article. */
export type Pictures = ReadonlyMap<string, Picture>

/** Bytes: where a picture's size stands, if not too much else stands before it. */
export const pictureOpening = 256 * 1024

disableTypes([
  ...(['bmp', 'cur', 'dds', 'icns', 'ico', 'j2c', 'jp2', 'jxl', 'jxl-stream', 'ktx', 'pnm', 'psd', 'svg'] as const),
  ...(['tga', 'tiff'] as const),
])

export function isPicture(key: string): boolean {
  return /^(avif|gif|jpe?g|png|webp)$/.test(fileExtension(key))
}

/** @param opening its first bytes, up to `pictureOpening` of them */
export function readPicture(key: string, opening: Uint8Array, bytes: number, etag: string): Picture {
  return { type: fileHeaders(key).contentType, bytes, etag, ...measure(opening) }
}

/** Undefined: it is damaged, or no picture at all. */
function measure(opening: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(opening)
    if (!(width > 0 && height > 0)) return undefined
    // Exif: from 5 on it lies on its side.
    return orientation < 5 ? { width, height } : { width: height, height: width }
  } catch {
    return undefined // whatever it is, a browser will have to find out
  }
}
