import { disableTypes, imageSize } from 'image-size'
import { fileExtension, fileHeaders, mediaType } from '../reading/media-types.ts'

/** A picture beside an article, or an audio or video file, which is never measured. */
export type Picture = {
  /** The media type that belongs to its file name. The site serves it with this type. */
  readonly type: string
  readonly bytes: number
  /** Identifies its version. */
  readonly etag: string
  /** Pixels, with the orientation in which browsers show it. Absent if the size cannot be read. */
  readonly width?: number
  readonly height?: number
}

/** Pictures by their paths below the article. */
export type Pictures = ReadonlyMap<string, Picture>

disableTypes([
  ...(['bmp', 'cur', 'dds', 'icns', 'ico', 'j2c', 'jp2', 'jxl', 'jxl-stream', 'ktx', 'pnm', 'psd', 'svg'] as const),
  ...(['tga', 'tiff'] as const),
])

/** Returns true for a file whose type and size feeds contain. */
export function isMeasured(key: string): boolean {
  return isPicture(key) || mediaType(key) !== undefined
}

export function isPicture(key: string): boolean {
  return /^(avif|gif|jpe?g|png|webp)$/.test(fileExtension(key))
}

/** @param opening the first bytes of the picture, at most `pictureOpening` */
export function readPicture(key: string, opening: Uint8Array, bytes: number, etag: string): Picture {
  return { type: fileHeaders(key).contentType, bytes, etag, ...measure(opening) }
}

/** Measures a picture. Returns undefined if the file is damaged or not a picture. */
function measure(opening: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(opening)
    if (!(width > 0 && height > 0)) return undefined
    // Exif orientations from 5 on turn the picture by 90 degrees.
    return orientation < 5 ? { width, height } : { width: height, height: width }
  } catch {
    return undefined // a browser may still be able to show it
  }
}
