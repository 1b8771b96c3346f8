/** Pixels. A mail is 600 wide, with margins of 32. */
export const mailColumn = 536

/** A portrait may be this much taller than the column is wide. */
const tallest = 1.25

/**
 * Returns the width at which a mail shows a picture, in pixels: as wide as the column, but no wider than the picture itself, and not
 * so wide that a portrait fills more than a screen. Outlook for Windows knows only this width, and ignores style sheets.
 */
export function fitPicture(
  { width, height }: { readonly width?: number | undefined; readonly height?: number | undefined },
  column = mailColumn,
): number {
  const natural = Math.min(width ?? column, column)
  const isPortrait = width !== undefined && height !== undefined && (natural * height) / width > column * tallest
  return isPortrait ? Math.max(1, Math.round((column * tallest * width) / height)) : natural
}
